"""The orders' addresses in the portal."""

from django.urls import path

from registrations.payments import portal

app_name = "orders"
urlpatterns = [
    path("", portal.mine, name="mine"),
    path("credits/<str:number>.pdf", portal.credit_note, name="credit_note"),
    path("<str:code>/", portal.show, name="order"),
    path("<str:code>/payer", portal.pay, name="pay"),
    path("<str:code>/retour", portal.back, name="back"),
    path("<str:code>/annuler", portal.cancel, name="cancel"),
    path("<str:code>/demande", portal.ask_cancellation_of, name="ask"),
    path("<str:code>/recu-<uuid:uuid>.pdf", portal.receipt, name="receipt"),
    path("<str:code>/facture.pdf", portal.invoice, name="invoice"),
]
