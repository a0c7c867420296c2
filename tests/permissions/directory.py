"""The public directory and its vocabularies."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row


def organisation(world):
    return {"slug": world.organisation.slug}


def year(world):
    return {"label": "now"}


ROWS = {
    "GET /api/v1/directory/years": Row(answers(200)),
    "GET /api/v1/directory/years/{label}": Row(answers(200), make=year),
    "GET /organismes/repertoire/": Row(answers(302)),
    "GET /organismes/repertoire/<str:label>/": Row(answers(200), make=year),
    "GET /api/v1/organisations": Row(answers(200)),
    "GET /api/v1/organisations/{slug}": Row(answers(200), make=organisation),
    "GET /api/v1/vocabularies": Row(answers(200)),
    "GET /organismes/": Row(answers(200)),
    "GET /organismes/<slug:slug>/": Row(answers(200), make=organisation),
}
