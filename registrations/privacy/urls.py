"""The portal's addresses of one's own data, consents and subscriptions."""

from django.urls import path

from registrations.privacy import portal

app_name = "privacy"
urlpatterns = [
    path("moi/renseignements/", portal.mine, name="mine"),
    path("moi/renseignements/export.zip", portal.export, name="export"),
    path("moi/renseignements/demande/", portal.ask_page, name="ask"),
    path("moi/renseignements/demande/<uuid:uuid>/", portal.asked, name="asked"),
    path("moi/consentements/", portal.consents, name="consents"),
    path("moi/abonnements/", portal.subscriptions, name="subscriptions"),
    path("desabonnement/<str:token>/", portal.unsubscribe_page, name="unsubscribe"),
]
