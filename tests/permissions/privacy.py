"""One's own data, the person in charge's screens, and the registers of Law 25."""

from registrations.privacy.queries import Holder, unsubscribe_token
from tests.factories.privacy import ConsentTextFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row


def text(_world):
    ConsentTextFactory()
    return {}


def token(world):
    return {"token": unsubscribe_token(Holder(world.people["member"]), "newsletter")}


ME = answers(200, anonymous=401)
PAGE = answers(200, anonymous=302)
ROWS = {
    "GET /api/v1/me/consents": Row(ME),
    "PATCH /api/v1/me/consents": Row(ME, make=text, body={"purpose": "newsletter", "given": True, "version": 1}),
    "GET /api/v1/me/subscriptions": Row(ME),
    "PATCH /api/v1/me/subscriptions": Row(ME, body={"list": "newsletter", "subscribed": False}),
    "GET /api/v1/me/export": Row(ME),
    "GET /api/v1/me/privacy-requests": Row(ME),
    "POST /api/v1/me/privacy-requests": Row(answers(201, anonymous=401), body={"kind": "access"}),
    "GET /api/v1/me/erasure": Row(ME),
    "POST /api/v1/me/erasure": Row(answers(201, anonymous=401), body={}),
    "GET /moi/renseignements/": Row(PAGE),
    "GET /moi/renseignements/export.zip": Row(PAGE),
    "GET /moi/renseignements/demande/": Row(PAGE),
    "POST /moi/renseignements/demande/": Row(answers(302), body={"kind": "access", "wording": ""}),
    "GET /moi/renseignements/demande/<uuid:uuid>/": Row(answers(404, anonymous=302)),
    "GET /moi/consentements/": Row(PAGE),
    "POST /moi/consentements/": Row(answers(302), body={"purpose": "newsletter", "answer": "withdraw"}),
    "GET /moi/abonnements/": Row(PAGE),
    "POST /moi/abonnements/": Row(answers(302), body={"list": "newsletter", "answer": "leave"}),
    "GET /desabonnement/<str:token>/": Row(answers(200), make=token),
    "POST /desabonnement/<str:token>/": Row(answers(200), make=token, body={"List-Unsubscribe": "One-Click"}),
}
SCREENS = {
    "demandes-vie-privee": screen(),
    "dossiers-personnels": screen(),
    "textes-de-consentement": screen(),
    "consentements": screen(),
    "abonnements": screen(),
    "incidents": screen(),
    "communications": screen(),
    "fournisseurs": screen(),
    "purges": screen(),
}
