"""What follows a training: the certificate of an enrolment, the yearly statement of an organisation."""

from tests.factories.certificates import certify
from tests.factories.training import EnrolmentFactory
from tests.permissions.kinds import answers
from tests.permissions.table import Row


def certified(world):
    """The participant's, with its certificate."""
    enrolment = EnrolmentFactory(person=world.people["participant"], state="attended")
    certify(enrolment.person, subject=enrolment.uuid, person_name="Camille Roy")
    return {"enrolment_id": enrolment.uuid}


def year(world):
    return {"slug": world.organisation.slug, "year": 2026}


REGISTRARS = answers(404, anonymous=302, registrar=200)
STATEMENT = "/moi/organisme/<slug:slug>/releve-de-formation/"
ROWS = {
    "GET /api/v1/training/enrolments/{enrolment_id}/certificate.pdf": Row(
        answers(404, anonymous=401, participant=200, training_lead=200, administrator=200), make=certified
    ),
    "GET /api/v1/organisations/{slug}/training-statement": Row(answers(404, anonymous=401, registrar=200), make=year),
    f"GET {STATEMENT}": Row(REGISTRARS | {"registrar": 302}, make=year),
    f"GET {STATEMENT}<int:year>/": Row(REGISTRARS, make=year),
    f"GET {STATEMENT}<int:year>.pdf": Row(REGISTRARS, make=year),
    f"GET {STATEMENT}<int:year>.csv": Row(REGISTRARS, make=year),
}
