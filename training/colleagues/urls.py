"""The portal's addresses where a registrar registers colleagues."""

from django.urls import path

from training.colleagues import portal

app_name = "training_colleagues"
BASE = "moi/organisme/<slug:slug>/inscriptions/"
urlpatterns = [
    path(BASE, portal.choose, name="choose"),
    path(f"{BASE}suivi/", portal.registered, name="registered"),
    path(f"{BASE}places/<uuid:uuid>/", portal.seat, name="seat"),
    path(f"{BASE}places/<uuid:uuid>/remplacer/", portal.replace, name="replace"),
    path(f"{BASE}grille/", portal.grid, name="grid"),
    path(f"{BASE}<uuid:uuid>/", portal.batch, name="batch"),
]
