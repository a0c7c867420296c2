"""Public files: nothing there, for everybody alike."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row

ROWS = {
    "GET /media/images/<path:path>": Row(answers(404)),
    "GET /media/association/<path:path>": Row(answers(404)),
    "GET /media/organisations/<path:path>": Row(answers(404)),
}
