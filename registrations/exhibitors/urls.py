"""The addresses of booths in the portal."""

from django.urls import path

from registrations.exhibitors import portal

app_name = "exhibitors"
urlpatterns = [
    path("", portal.mine, name="mine"),
    path("<uuid:uuid>/commander/", portal.order, name="order"),
]
