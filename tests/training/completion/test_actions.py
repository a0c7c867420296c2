"""Who is due a certificate, and issuing those of a session."""

from datetime import timedelta

import pytest
from django.db.models import F

from registrations.actors import Actor
from registrations.certificates.actions import revoke_certificate
from registrations.errors import Forbidden
from registrations.models import Certificate, Message
from tests.factories.registrations import OrganisationFactory, UserFactory
from tests.factories.training import LEAD, STARTS, EnrolmentFactory, SessionFactory
from training.attendance.actions import close_session_attendance, note_attendance
from training.completion.actions import certify_enrolment, certify_session
from training.completion.errors import NotDue
from training.completion.queries import NEEDED, certificate_for_enrolment, dues
from training.completion.rules import Due, Facts, due
from training.models import Activity, Enrolment, Trainer

pytestmark = pytest.mark.django_db
AFTER = STARTS + timedelta(days=8)
READY = {"is_training": True, "historical": False, "is_settled": True, "completed": True}


@pytest.mark.parametrize(
    ("changed", "stands"),
    [
        ({}, Due.DUE),
        ({"is_issued": True, "completed": False}, Due.ISSUED),
        ({"is_training": False}, Due.NOT_TRAINING),
        ({"historical": True}, Due.HISTORICAL),
        ({"is_settled": False}, Due.NOT_CLOSED),
        ({"completed": False}, Due.NOT_COMPLETED),
        ({"has_name": False}, Due.NAMELESS),
        ({"survey_first": True}, Due.SURVEY),
        ({"survey_first": True, "answered": True}, Due.DUE),
    ],
)
def test_what_stands_in_the_way(changed, stands):
    assert due(Facts(**{**READY, "is_issued": False, "has_name": True, **changed})) == stands


@pytest.fixture
def session():
    """Two completed, one left too early, and nobody is certified yet."""
    made = SessionFactory(activity__objectives="Bâtir le lien", activity__accreditation="AG-117")
    made.trainers.add(Trainer.objects.create(name="Anne Roy"))
    people = [EnrolmentFactory(session=made, organisation=OrganisationFactory()) for _ in range(3)]
    minutes = {people[0].pk: 180, people[1].pk: 150, people[2].pk: 20}
    note_attendance(made.meetings.get(), minutes, by=LEAD, at=AFTER)
    close_session_attendance(made, by=LEAD, at=AFTER)
    return made


def test_a_session_is_certified_once_with_the_minutes_really_attended(session):
    assert certify_session(session, by=LEAD, at=AFTER) == 2

    made = list(Certificate.objects.order_by("number"))
    assert [(one.number, one.minutes, one.planned_minutes) for one in made] == [(1, 180, 180), (2, 150, 180)]
    assert (made[0].title, made[0].trainers, made[0].accreditation) == (session.activity.title, ["Anne Roy"], "AG-117")
    assert made[0].days == [STARTS.date().isoformat()]
    assert made[0].organisation_name == made[0].organisation.name
    assert Message.objects.filter(kind="certificate").count() == 2
    with pytest.raises(NotDue):
        certify_session(session, by=LEAD, at=AFTER)
    with pytest.raises(Forbidden):
        certify_session(session, by=Actor(person=UserFactory()), at=AFTER)


def test_a_snapshot_does_not_follow_the_activity_nor_the_person(session):
    certify_session(session, by=LEAD, at=AFTER)

    Activity.objects.update(title="Autre titre")
    enrolment = Enrolment.objects.order_by("pk").first()
    person = enrolment.person
    person.family_name = "Autre"
    person.save()

    made = certificate_for_enrolment(enrolment)
    assert "Autre" not in made.title + made.person_name


def test_one_who_left_too_early_is_told_why(session):
    early = Enrolment.objects.select_related(*NEEDED).order_by("pk").last()

    with pytest.raises(NotDue) as refusal:
        certify_enrolment(early, by=LEAD, at=AFTER)

    assert str(Due.NOT_COMPLETED.label) in str(refusal.value)


def test_a_revoked_certificate_is_not_issued_again_by_the_batch(session):
    certify_session(session, by=LEAD, at=AFTER)
    first = Enrolment.objects.select_related(*NEEDED).order_by("pk").first()
    revoke_certificate(certificate_for_enrolment(first), reason="Erreur", by=LEAD, at=AFTER)

    assert dues([first])[first.pk][0] == Due.ISSUED


@pytest.mark.parametrize("count", [1, 3])
def test_verdicts_cost_the_same_however_many(count, assert_own_queries):
    people = EnrolmentFactory.create_batch(count, session=SessionFactory(), state="attended")
    rows = list(Enrolment.objects.select_related(*NEEDED).order_by(F("pk")))

    with assert_own_queries(5):
        assert len(dues(rows)) == len(people)
