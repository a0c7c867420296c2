"""The site's own doors: health, refusals, the language, pages owed to visitors."""

from tests.permissions.kinds import answers
from tests.permissions.table import Row

ROWS = {
    "GET /": Row(answers(200)),
    "GET /moi/": Row(answers(200, anonymous=302)),
    "GET /langue/": Row(answers(302)),
    "GET /confidentialite/": Row(answers(200)),
    "GET /accessibilite/": Row(answers(200)),
    "GET /nous-joindre/": Row(answers(200)),
    "GET /problems/": Row(answers(200)),
    "GET /problems/<slug:code>": Row(answers(200), make=lambda _world: {"code": "not-found"}),
    "GET /healthz": Row(answers(200)),
    "GET /readyz": Row(answers(200)),
    "GET /metrics": Row(answers(404)),
    "GET /webhooks/stripe": Row(answers(405)),
    "POST /webhooks/stripe": Row(answers(400)),
}
