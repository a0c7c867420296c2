"""Shapes of the enrolments."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from ninja import Schema

from registrations.people.models import User
from registrations.schemas import In
from training.enrolments.models import Enrolment
from training.enrolments.queries import Joining
from training.enrolments.rules import EnrolmentState


class MoveIn(In):
    """`session` is another one of the same activity; with `wait`, join its line when it is full and keep this place
    until a seat there is theirs."""

    session: UUID
    wait: bool = False


class PersonOut(Schema):
    given_name: str
    family_name: str


class MyMeetingOut(Schema):
    """`join_url` is null until the enrolment is confirmed, and where there is nothing to join."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    part: str
    place: str
    mandatory: bool
    join_url: str | None

    @classmethod
    def of(cls, one: Joining) -> "MyMeetingOut":
        """A meeting as its person joins it."""
        meeting = one.meeting
        return cls(
            id=meeting.uuid,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            part=meeting.part,
            place=one.place,
            mandatory=meeting.mandatory,
            join_url=one.join_url or None,
        )


class EnrolmentOut(Schema):
    """`join_url` is for the confirmed person alone; `offer_ends_at` is set while a seat is offered, `reserved_until`
    while it waits for the organisation to say that the person works there. `order` is what pays for it (its code); a
    seat `held` waits for its payment."""

    id: UUID
    state: EnrolmentState
    person: PersonOut
    session: UUID
    organisation: str | None
    calendar_url: str
    cancel_before: datetime
    offer_ends_at: datetime | None
    reserved_until: datetime | None
    join_url: str | None
    over_cap: bool
    order: str | None

    @classmethod
    def of(cls, enrolment: Enrolment, *, to: User | None) -> "EnrolmentOut":
        """The enrolment with its session, person and organisation in hand, as `to` may read it."""
        session, mine = enrolment.session, to is not None and to.pk == enrolment.person_id
        return cls(
            id=enrolment.uuid,
            state=EnrolmentState(enrolment.state),
            person=PersonOut(given_name=enrolment.person.given_name, family_name=enrolment.person.family_name),
            session=session.uuid,
            organisation=enrolment.organisation.slug if enrolment.organisation else None,
            calendar_url=f"{settings.SITE_URL}/api/v1/training/enrolments/{enrolment.uuid}.ics",
            cancel_before=session.cancel_before,
            offer_ends_at=enrolment.offer_ends_at,
            reserved_until=enrolment.reserved_until,
            join_url=session.join_url or None if mine and enrolment.state == EnrolmentState.CONFIRMED else None,
            over_cap=enrolment.is_over_cap,
            order=enrolment.line.order.code if enrolment.line else None,
        )


class MyEnrolmentOut(EnrolmentOut):
    """The same with its meetings. `join_url` is that of the first meeting that has one; a person's own link is given to
    nobody else."""

    meetings: list[MyMeetingOut]

    @classmethod
    def with_meetings(cls, enrolment: Enrolment, joinings: Sequence[Joining]) -> "MyEnrolmentOut":
        """The enrolment with its meetings, as whoever asks may see them."""
        known = EnrolmentOut.of(enrolment, to=None).dict() | {
            "join_url": next((one.join_url for one in joinings if one.join_url), None),
            "meetings": [MyMeetingOut.of(one) for one in joinings],
        }
        return cls(**known)
