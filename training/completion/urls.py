"""Addresses of what follows a training."""

from django.urls import path

from training.completion import portal

app_name = "training_completion"
STATEMENT = "moi/organisme/<slug:slug>/releve-de-formation/"
urlpatterns = [
    path(STATEMENT, portal.latest, name="latest"),
    path(f"{STATEMENT}<int:year>/", portal.statement, name="statement"),
    path(f"{STATEMENT}<int:year>.pdf", portal.statement_paper, name="statement_pdf"),
    path(f"{STATEMENT}<int:year>.csv", portal.statement_sheet, name="statement_csv"),
]
