"""The colloquium's addresses in the portal."""

from django.urls import path

from registrations.colloquium import portal

app_name = "colloquium"
urlpatterns = [
    path("", portal.current, name="current"),
    path("inscriptions/", portal.my_tickets, name="my_tickets"),
    path("<slug:slug>/", portal.show, name="edition"),
    path("<slug:slug>/commander/<slug:kind>/", portal.order, name="order"),
]
