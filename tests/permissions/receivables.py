"""Receipts, deposits, what is owed, reminders, accounts."""

from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row, World

ACCOUNTING = ("accounting",)
SCREENS = {
    "comptes-a-recevoir": screen(change=ACCOUNTING),
    "encaissements": screen(change=ACCOUNTING),
    "bordereaux": screen(change=ACCOUNTING),
    "etapes-de-rappel": screen(change=ACCOUNTING),
    "rappels-envoyes": screen(change=ACCOUNTING),
    "pauses-de-rappel": screen(change=ACCOUNTING),
}


def theirs(world: World) -> dict[str, str]:
    return {"slug": world.organisation.slug}


KEPT = {"registrar": 200}
ROWS = {
    "GET /api/v1/organisations/{slug}/orders": Row(answers(404, anonymous=401, **KEPT), make=theirs),
    "GET /api/v1/organisations/{slug}/statement": Row(answers(404, anonymous=401, **KEPT), make=theirs),
    "GET /moi/organisme/<slug:slug>/compte/": Row(answers(404, anonymous=302, **KEPT), make=theirs),
    "GET /moi/organisme/<slug:slug>/compte/releve.pdf": Row(answers(404, anonymous=302, **KEPT), make=theirs),
    "GET /moi/organisme/<slug:slug>/compte/releve.csv": Row(answers(404, anonymous=302, **KEPT), make=theirs),
    "GET /moi/compte/": Row(answers(200, anonymous=302)),
    "GET /moi/compte/releve.pdf": Row(answers(200, anonymous=302)),
    "GET /moi/compte/releve.csv": Row(answers(200, anonymous=302)),
}
