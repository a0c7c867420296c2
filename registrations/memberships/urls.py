"""The portal's addresses of memberships."""

from django.urls import path

from registrations.memberships import portal

app_name = "memberships"
urlpatterns = [
    path("adherer/", portal.explain, name="explain"),
    path("adherer/demande/", portal.subject, name="subject"),
    path("adherer/demande/criteres/", portal.criteria, name="criteria"),
    path("adherer/demande/verifier/", portal.check, name="check"),
    path("moi/organisme/<slug:slug>/adhesion/", portal.follow, name="follow"),
    path("moi/organisme/<slug:slug>/adhesion/documents/", portal.add, name="add"),
    path("moi/organisme/<slug:slug>/adhesion/repondre/<uuid:uuid>/", portal.answer, name="answer"),
    path("moi/organisme/<slug:slug>/adhesion/retirer/", portal.withdraw, name="withdraw"),
    path("moi/organisme/<slug:slug>/adhesion/attestation.pdf", portal.certificate, name="certificate"),
    path("moi/adhesion/documents/<uuid:uuid>/", portal.document, name="document"),
    path("verifier/adhesion/", portal.verify, name="verify"),
    path("verifier/adhesion/<slug:code>/", portal.verification, name="verification"),
]
