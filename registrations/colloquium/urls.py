"""The colloquium's addresses in the portal."""

from django.urls import path

from registrations.colloquium import portal

app_name = "colloquium"
urlpatterns = [
    path("", portal.current, name="current"),
    path("inscriptions/", portal.my_tickets, name="my_tickets"),
    path("commandes/<str:code>/places/", portal.places, name="places"),
    path("<slug:slug>/commander/", portal.group, name="group"),
    path("<slug:slug>/", portal.show, name="edition"),
    path("<slug:slug>/commander/<slug:kind>/", portal.order, name="order"),
]
