"""A session by invitation: the team gives its places, and whoever has one gives none."""

import pytest

from registrations.errors import NotFound
from tests.factories.registrations import NOW, AffiliationFactory
from tests.factories.training import LEAD, SessionFactory, member_person
from tests.people import actor_for
from training.enrolments.actions import enrol, move_enrolment
from training.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(visibility="invitation")


def test_nobody_registers_there_by_themselves(session):
    person = member_person()

    with pytest.raises(NotFound):
        enrol(session=session, person=person, by=actor_for(person), at=NOW)

    assert enrol(session=session, person=person, by=LEAD, at=NOW).state == "confirmed"


def test_a_registrar_who_has_a_place_brings_nobody(session):
    registrar = member_person(is_registrar=True)
    enrol(session=session, person=registrar, by=LEAD, at=NOW)
    colleague = AffiliationFactory(organisation=registrar.affiliations.get().organisation).person

    with pytest.raises(NotFound):
        enrol(session=session, person=colleague, by=actor_for(registrar), at=NOW)

    assert Enrolment.objects.get().person == registrar


def test_nobody_moves_there_by_themselves(session):
    person, elsewhere = member_person(), SessionFactory(activity=session.activity, days=1)
    seat = enrol(session=elsewhere, person=person, by=actor_for(person), at=NOW)

    with pytest.raises(NotFound):
        move_enrolment(seat, to=session, by=actor_for(person), at=NOW)

    assert Enrolment.objects.get().session == elsewhere
