"""The site and its pages."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row

ROWS = {
    "GET /api/v1/site": Row(answers(200)),
    "GET /api/v1/pages": Row(answers(200)),
    "GET /api/v1/pages/{slug}": Row(answers(404)),
}
