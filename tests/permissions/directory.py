"""The public directory and its vocabularies."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row


def organisation(world):
    return {"slug": world.organisation.slug}


ROWS = {
    "GET /api/v1/organisations": Row(answers(200)),
    "GET /api/v1/organisations/{slug}": Row(answers(200), make=organisation),
    "GET /api/v1/vocabularies": Row(answers(200)),
    "GET /organismes/": Row(answers(200)),
    "GET /organismes/<slug:slug>/": Row(answers(200), make=organisation),
}
