"""Memberships, their years and categories; one's own organisations."""

from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

READERS = ("board_secretary", "training_lead", "event_lead")


def organisation(world):
    return {"slug": world.organisation.slug}


ROWS = {
    "GET /moi/organismes/": Row(answers(200, anonymous=302)),
    "GET /moi/organisme/<slug:slug>/": Row(answers(404, anonymous=302, registrar=200), make=organisation),
}
SCREENS = {
    "adhesions": screen(view=READERS, change=("accounting",)),
    "annees-d-adhesion": screen(view=READERS, change=("accounting",)),
    "categories-d-adhesion": screen(view=READERS, change=("accounting",)),
}
