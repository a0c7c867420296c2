"""Certificates of attendance: one's own, their register, the page where anybody checks one."""

from tests.factories.certificates import CertificateFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row


def theirs(world):
    """The participant's."""
    found = CertificateFactory(person=world.people["participant"])
    return {"uuid": found.uuid, "code": found.code, "number": found.code, "year": found.last_on.year}


SIGNED_IN = answers(200, anonymous=302)
ISSUERS = {"training_lead": 200, "event_lead": 200, "administrator": 200}
ROWS = {
    "GET /api/v1/training/certificates/{number}/verification": Row(answers(200), make=theirs),
    "GET /api/v1/me/certificates": Row(answers(200, anonymous=401)),
    "GET /attestations/": Row(answers(200)),
    "GET /attestations/<slug:code>/": Row(answers(200), make=theirs),
    "GET /moi/attestations/": Row(SIGNED_IN),
    "GET /moi/attestations/<uuid:uuid>.pdf": Row(answers(404, anonymous=302, participant=200, **ISSUERS), make=theirs),
    "GET /moi/attestations/<int:year>/": Row(SIGNED_IN, make=theirs),
    "GET /moi/attestations/<int:year>.pdf": Row(SIGNED_IN, make=theirs),
    "GET /moi/attestations/<int:year>.csv": Row(SIGNED_IN, make=theirs),
}
SCREENS = {"attestations": screen(view=("event_lead",), change=("training_lead",))}
