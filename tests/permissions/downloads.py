"""What a person downloaded: their own list."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row

ROWS = {
    "GET /api/v1/me/downloads": Row(answers(200, anonymous=401)),
    "GET /moi/telechargements/": Row(answers(200, anonymous=302)),
}
