"""Addresses of certificates."""

from django.urls import path

from registrations.certificates import portal

app_name = "certificates"
urlpatterns = [
    path("attestations/", portal.verify, name="verify"),
    path("attestations/<slug:code>/", portal.verification, name="verification"),
    path("moi/attestations/", portal.mine, name="mine"),
    path("moi/attestations/<uuid:uuid>.pdf", portal.pdf, name="pdf"),
    path("moi/attestations/<int:year>/", portal.statement, name="statement"),
    path("moi/attestations/<int:year>.pdf", portal.statement_paper, name="statement_pdf"),
    path("moi/attestations/<int:year>.csv", portal.statement_sheet, name="statement_csv"),
]
