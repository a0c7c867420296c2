"""The choice of the weekly digest: one's own."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row

ROWS = {
    "GET /moi/resume-de-la-semaine/": Row(answers(200, anonymous=302)),
    "POST /moi/resume-de-la-semaine/": Row(answers(302), body={}),
}
