"""The search of the whole site: everybody's, with what each may see."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row

ROWS = {
    "GET /api/v1/search": Row(answers(422)),  # without words
    "GET /recherche/": Row(answers(200)),
}
