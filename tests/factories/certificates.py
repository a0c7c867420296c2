"""The smallest valid certificate."""

from datetime import date, timedelta
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from registrations.actors import Actor, Role
from registrations.certificates.actions import Attended, issue_certificate
from registrations.models import Certificate
from tests.factories.registrations import NOW, UserFactory

LEAD = Actor(person=None, roles=frozenset({Role.TRAINING_LEAD}))


def attended(person_name="Marie-Ève Tremblay", **fields):
    said = {"title": "Intervenir à distance", "days": (date(2026, 9, 1),), "minutes": 170, "planned_minutes": 180}
    return Attended(person_name=person_name, **{**said, "mode": "online", **fields})


def certify(person, *, at=NOW, organisation=None, subject=None, by=LEAD, **fields):
    """Through the action, as everybody does."""
    fields.setdefault("person_name", person.get_full_name())
    return issue_certificate(
        subject_kind="training.enrolment",
        subject_uuid=subject or uuid4(),
        person=person,
        organisation=organisation,
        attended=attended(**fields),
        by=by,
        at=at,
    )


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    series = "A-2026"
    number = factory.Sequence(lambda n: n + 1)
    subject_kind = "training.enrolment"
    subject_uuid = factory.LazyFunction(uuid4)
    person = factory.SubFactory(UserFactory)
    person_name = "Marie-Ève Tremblay"
    title = "Intervenir à distance"
    days = ["2026-09-01"]
    first_on = last_on = date(2026, 9, 1)
    minutes = 170
    planned_minutes = 180
    mode = "online"
    issuer = {"name": "AXTRA", "legal_name": "", "address": "", "phone": "", "email": ""}
    issued_at = NOW - timedelta(days=1)
