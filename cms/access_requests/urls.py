"""The reader's requests."""

from django.urls import path

from cms.access_requests import portal

app_name = "access_requests"
urlpatterns = [
    path("bibliotheque/<slug:slug>/demande/", portal.ask, name="ask"),
    path("moi/demandes-de-ressources/", portal.mine, name="mine"),
    path("moi/demandes-de-ressources/<uuid:uuid>/", portal.one, name="one"),
]
