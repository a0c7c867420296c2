"""One's own organisations; the registrar's pages of theirs."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row


def organisation(world):
    return {"slug": world.organisation.slug}


REGISTRARS = answers(404, anonymous=302, registrar=200)
ROWS = {
    "GET /moi/organismes/": Row(answers(200, anonymous=302)),
    "GET /moi/organisme/<slug:slug>/": Row(REGISTRARS, make=organisation),
    "GET /moi/organisme/<slug:slug>/personnel/": Row(REGISTRARS, make=organisation),
}
