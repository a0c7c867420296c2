"""The portal's addresses of the yearly declaration."""

from django.urls import path

from registrations.renewals import portal
from registrations.renewals.rules import Section

app_name = "renewals"
BASE = "moi/organisme/<slug:slug>/declaration/<slug:year>/"
urlpatterns = [
    path("moi/organisme/<slug:slug>/declaration/", portal.latest, name="latest"),
    path(BASE, portal.show, name="declaration"),
    *(path(f"{BASE}{section}/", portal.part, {"section": section}, name=section) for section in Section.values),
    path(f"{BASE}signature/", portal.sign, name="sign"),
    path(f"{BASE}a-signer/", portal.ask, name="ask"),
    path(f"{BASE}renoncer/", portal.decline, name="decline"),
    path(f"{BASE}reprendre/", portal.resume, name="resume"),
]
