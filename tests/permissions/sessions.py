"""Programmes, sessions, and one's own place in them."""

from datetime import timedelta
from itertools import count

from django.conf import settings
from django.utils import timezone

from tests.factories.registrations import AffiliationFactory
from tests.factories.training import ProgrammeFactory, SessionFactory
from tests.people import actor_for
from tests.permissions.kinds import answers
from tests.permissions.table import Row
from training.enrolments.actions import cancel_enrolment, enrol
from training.enrolments.rules import decline_secret

DAYS = count(10)


def soon(**fields):
    """A session on a day of its own: nobody sits in two at once."""
    now = timezone.now()
    starts_at = now + timedelta(days=next(DAYS))
    return SessionFactory(opens_at=now - timedelta(days=1), starts_at=starts_at, **fields)


def programme(world):
    return {"slug": ProgrammeFactory().slug}


def session(world):
    return {"session_id": soon().uuid}


def session_page(world):
    return {"uuid": soon().uuid}


def of_member(world, **fields):
    person = world.people["member"]
    return enrol(session=soon(**fields), person=person, by=actor_for(person), at=timezone.now())


def enrolment(world):
    return {"enrolment_id": of_member(world).uuid}


def handing(world):
    colleague = AffiliationFactory(organisation=world.organisation).person
    return enrolment(world) | {"body": {"email": colleague.email}}


def going(world):
    row = of_member(world)
    return {"enrolment_id": row.uuid, "body": {"session": soon(activity=row.session.activity).uuid}}


def offer(world):
    session, now, first = soon(pool__capacity=1), timezone.now(), world.people["participant"]
    seated = enrol(session=session, person=first, by=actor_for(first), at=now)
    person = world.people["member"]
    waiting = enrol(session=session, person=person, by=actor_for(person), at=now)
    cancel_enrolment(seated, by=actor_for(first), at=now)
    return {"enrolment_id": waiting.uuid}


def enrolment_page(world):
    return {"uuid": of_member(world).uuid}


def decline_link(world):
    uuid = of_member(world).uuid
    return {"uuid": uuid, "secret": decline_secret(uuid, settings.SECRET_KEY)}


OWN = {"member": 200, "registrar": 200, "training_lead": 200, "administrator": 200}
ENROLMENT = "/api/v1/training/enrolments/{enrolment_id}"
PAGE = "/moi/inscriptions/<uuid:uuid>/"
ROWS = {
    "GET /api/v1/training/programmes": Row(answers(200)),
    "GET /api/v1/training/programmes/{slug}": Row(answers(200), make=programme),
    "GET /api/v1/training/sessions": Row(answers(200)),
    "GET /api/v1/training/sessions/{session_id}": Row(answers(200), make=session),
    "POST /api/v1/training/sessions/{session_id}/enrolments": Row(answers(201, anonymous=401), make=session, body={}),
    f"GET {ENROLMENT}": Row(answers(404, anonymous=401, **OWN), make=enrolment),
    f"GET {ENROLMENT}.ics": Row(answers(404, anonymous=401, **OWN), make=enrolment),
    f"POST {ENROLMENT}/cancel": Row(answers(404, anonymous=401, **OWN), make=enrolment),
    f"POST {ENROLMENT}/accept": Row(answers(404, anonymous=401, **OWN), make=offer),
    f"POST {ENROLMENT}/decline": Row(answers(404, anonymous=401, **OWN), make=offer),
    f"POST {ENROLMENT}/move": Row(
        answers(404, anonymous=401, member=201, registrar=201, training_lead=201, administrator=201), make=going
    ),
    f"POST {ENROLMENT}/replace": Row(
        answers(404, anonymous=401, member=403, registrar=201, training_lead=201, administrator=201),
        make=handing,
    ),
    "GET /api/v1/me/enrolments": Row(answers(200, anonymous=401)),
    "GET /formation/": Row(answers(200)),
    "GET /formation/calendrier/": Row(answers(200)),
    "GET /formation/seances/<uuid:uuid>/": Row(answers(200), make=session_page),
    "GET /formation/seances/<uuid:uuid>/inscription/": Row(answers(200, anonymous=302), make=session_page),
    "GET /formation/seances/<uuid:uuid>/commande/": Row(answers(200, anonymous=302), make=session_page),
    "GET /moi/inscriptions/": Row(answers(200, anonymous=302)),
    "GET /inscription/<uuid:uuid>/<str:secret>/": Row(answers(200), make=decline_link),
    f"GET {PAGE}": Row(answers(404, anonymous=302, **OWN), make=enrolment_page),
    f"GET {PAGE}annuler/": Row(answers(404, anonymous=302, **OWN), make=enrolment_page),
    f"GET {PAGE}changer/": Row(answers(404, anonymous=302, **OWN), make=enrolment_page),
    f"GET {PAGE}offre/": Row(answers(404, anonymous=302, **OWN), make=enrolment_page),
    f"GET {PAGE}calendrier.ics": Row(answers(404, anonymous=302, **OWN), make=enrolment_page),
}
