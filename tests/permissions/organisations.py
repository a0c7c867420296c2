"""Organisations, posts and vocabularies; the registrar's pages of their organisation's record."""

from tests.factories.registrations import ContactFactory, ServicePointFactory
from tests.permissions.kinds import TEAM, answers, screen
from tests.permissions.table import Row


def organisation(world):
    return {"slug": world.organisation.slug}


def point(world):
    return organisation(world) | {"uuid": ServicePointFactory(organisation=world.organisation).uuid}


def contact(world):
    return organisation(world) | {"uuid": ContactFactory(organisation=world.organisation).uuid}


REGISTRARS = answers(404, anonymous=302, registrar=200)
WRITES = answers(404, anonymous=302, registrar=302)
RECORD = "/moi/organisme/<slug:slug>/fiche/"
PLACE = {"name": "Point A", "municipality": "Gaspé"}
WHO = {"kind": "billing", "name": "Ève Roy"}

ROWS = {f"GET {RECORD}": Row(REGISTRARS, make=organisation)}
for path, make, body in (
    ("modifier/", organisation, {}),
    ("logo/", organisation, {}),
    ("points/ajouter/", organisation, PLACE),
    ("points/<uuid:uuid>/", point, PLACE),
    ("points/<uuid:uuid>/retirer/", point, {}),
    ("contacts/ajouter/", organisation, WHO),
    ("contacts/<uuid:uuid>/", contact, WHO),
    ("contacts/<uuid:uuid>/retirer/", contact, {}),
):
    ROWS[f"GET {RECORD}{path}"] = Row(REGISTRARS, make=make)
    ROWS[f"POST {RECORD}{path}"] = Row(WRITES, make=make, body=body)

KEEPERS = ("training_lead", "accounting", "event_lead")
SCREENS = {
    "organisations": screen(view=TEAM, change=KEEPERS),
    "affiliations": screen(change=KEEPERS),
    "vocabulaires": screen(change=KEEPERS),
    "points-de-service": screen(change=KEEPERS),
    "personnes-ressources": screen(change=KEEPERS),
}
