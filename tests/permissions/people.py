"""One's own profile, and the register of people."""

from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

PROFILE = {"given_name": "Camille", "family_name": "Roy", "language": "fr", "phone": ""}
ADDRESS = {"email": "une.autre@exemple.test"}
KEEPERS = ("training_lead", "accounting", "event_lead")

ROWS = {
    "GET /api/v1/me": Row(answers(200, anonymous=401)),
    "PATCH /api/v1/me": Row(answers(200, anonymous=401), body={"family_name": "Roy"}),
    "GET /api/v1/me/addresses": Row(answers(200, anonymous=401)),
    "POST /api/v1/me/addresses": Row(answers(202, anonymous=401), body=ADDRESS),
    "POST /api/v1/me/addresses/proof": Row(answers(422, anonymous=401), body={**ADDRESS, "code": "faux"}),
    "PUT /api/v1/me/addresses/primary": Row(answers(404, anonymous=401), body=ADDRESS),
    "DELETE /api/v1/me/addresses": Row(answers(422, anonymous=401)),
    "GET /moi/adresses/": Row(answers(200, anonymous=302)),
    "POST /moi/adresses/": Row(answers(302), body=ADDRESS),
    "GET /moi/adresses/code/": Row(answers(302)),
    "POST /moi/adresses/code/": Row(answers(302), body={"code": "faux"}),
    "GET /moi/adresses/fusion/": Row(answers(302)),
    "POST /moi/adresses/fusion/": Row(answers(302)),
    "GET /moi/adresses/changer/": Row(answers(405)),
    "GET /moi/profil/": Row(answers(200, anonymous=302)),
    "POST /moi/profil/": Row(answers(302), body=PROFILE),
}
SCREENS = {"personnes": screen(change=KEEPERS)}
