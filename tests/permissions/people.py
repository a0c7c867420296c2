"""One's own profile, and the register of people."""

from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

PROFILE = {"given_name": "Camille", "family_name": "Roy", "language": "fr", "phone": ""}
KEEPERS = ("training_lead", "accounting", "event_lead")

ROWS = {
    "GET /api/v1/me": Row(answers(200, anonymous=401)),
    "PATCH /api/v1/me": Row(answers(200, anonymous=401), body={"family_name": "Roy"}),
    "GET /moi/profil/": Row(answers(200, anonymous=302)),
    "POST /moi/profil/": Row(answers(302), body=PROFILE),
}
SCREENS = {"personnes": screen(change=KEEPERS)}
