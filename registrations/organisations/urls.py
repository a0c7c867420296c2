"""The portal's addresses of one's organisation's own record."""

from django.urls import path

from registrations.organisations import portal

RECORD = "moi/organisme/<slug:slug>/fiche/"
app_name = "record"
urlpatterns = [
    path(RECORD, portal.record, name="page"),
    path(f"{RECORD}modifier/", portal.ChangeRecord.as_view(), name="change"),
    path(f"{RECORD}logo/", portal.ChangeLogo.as_view(), name="logo"),
    path(f"{RECORD}points/ajouter/", portal.AddPoint.as_view(), name="add_point"),
    path(f"{RECORD}points/<uuid:uuid>/", portal.ChangePoint.as_view(), name="point"),
    path(f"{RECORD}points/<uuid:uuid>/retirer/", portal.RemovePoint.as_view(), name="remove_point"),
    path(f"{RECORD}contacts/ajouter/", portal.AddContact.as_view(), name="add_contact"),
    path(f"{RECORD}contacts/<uuid:uuid>/", portal.ChangeContact.as_view(), name="contact"),
    path(f"{RECORD}contacts/<uuid:uuid>/retirer/", portal.RemoveContact.as_view(), name="remove_contact"),
]
