"""The smallest valid rows of training."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from registrations.actors import Actor, Role
from registrations.ids import uuid7
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MembershipFactory,
    OrganisationFactory,
    SeatPoolFactory,
    UserFactory,
)
from training.invitations.queries import new_hash
from training.models import Activity, Enrolment, Invitation, InvitationRound, Meeting, Programme, Session, Trainer

LEAD = Actor(person=None, roles=frozenset({Role.TRAINING_LEAD}))
OPENS = NOW - timedelta(days=7)
STARTS = NOW + timedelta(days=14)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    title = "Formations financées"
    starts_on = date(2026, 4, 1)
    ends_on = date(2027, 4, 1)
    members_only = False
    published_at = NOW - timedelta(days=30)


class TrainerFactory(DjangoModelFactory):
    class Meta:
        model = Trainer

    name = "Camille Roy"


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    slug = factory.Sequence(lambda n: f"activite-{n}")
    title = factory.Sequence(lambda n: f"Intervenir à distance {n}")
    programme = factory.SubFactory(ProgrammeFactory)
    duration_minutes = 180


class SessionFactory(DjangoModelFactory):
    """Open since a week, in two weeks, with one meeting; `days` later for each further one in a test."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    class Params:
        days = 0

    code = factory.Sequence(lambda n: f"S-{n}")
    activity = factory.SubFactory(ActivityFactory)
    state = "published"
    opens_at = OPENS
    starts_at = factory.LazyAttribute(lambda o: STARTS + timedelta(days=o.days))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=3))
    closes_at = factory.LazyAttribute(lambda o: o.starts_at - timedelta(hours=1))
    pool = factory.SubFactory(SeatPoolFactory)

    @factory.post_generation
    def meetings(self, create, extracted, **kwargs):
        if create:
            Meeting.objects.create(session=self, starts_at=self.starts_at, ends_at=self.ends_at)


def member_person(**post):
    """A verified practitioner of a member organisation."""
    organisation = OrganisationFactory()
    MembershipFactory(organisation=organisation)
    person = UserFactory()
    AffiliationFactory(person=person, organisation=organisation, **post)
    return person


class EnrolmentFactory(DjangoModelFactory):
    """As it stands, without the seat that it would take."""

    class Meta:
        model = Enrolment

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(UserFactory)
    state = "confirmed"
    created_at = OPENS


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = InvitationRound

    session = factory.SubFactory(SessionFactory, visibility="invitation")
    created_at = OPENS


class InvitationFactory(DjangoModelFactory):
    """Of a person, to a session by invitation, to be answered in ten days; `person=None, address=...` for a guest."""

    class Meta:
        model = Invitation

    session = factory.SubFactory(SessionFactory, visibility="invitation")
    round = factory.SubFactory(RoundFactory, session=factory.SelfAttribute("..session"))
    person = factory.SubFactory(UserFactory)
    uuid = factory.LazyFunction(uuid7)
    hash = factory.LazyAttribute(lambda o: new_hash(o.uuid, 0))
    invited_at = OPENS
    answer_by = NOW + timedelta(days=10)
