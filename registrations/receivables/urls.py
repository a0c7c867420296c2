"""The portal's addresses of accounts."""

from django.urls import path

from registrations.receivables import portal

app_name = "receivables"
ACCOUNT = "moi/organisme/<slug:slug>/compte"
urlpatterns = [
    path(f"{ACCOUNT}/", portal.organisation, name="organisation"),
    path(f"{ACCOUNT}/releve.pdf", portal.organisation_pdf, name="organisation_pdf"),
    path(f"{ACCOUNT}/releve.csv", portal.organisation_csv, name="organisation_csv"),
    path("moi/compte/", portal.mine, name="mine"),
    path("moi/compte/releve.pdf", portal.mine_pdf, name="mine_pdf"),
    path("moi/compte/releve.csv", portal.mine_csv, name="mine_csv"),
]
