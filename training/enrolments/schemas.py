"""Shapes of the enrolments."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from ninja import Schema

from registrations.schemas import In
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState


class EnrolIn(In):
    """Nothing to say to register oneself."""


class PersonOut(Schema):
    given_name: str
    family_name: str


class EnrolmentOut(Schema):
    """`join_url` is for confirmed people only; `offer_ends_at` is set while a seat is offered, `reserved_until` while
    it waits for the organisation to say that the person works there. `order` is what pays for it (its code); a seat
    `held` waits for its payment."""

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
    order: str | None

    @classmethod
    def of(cls, enrolment: Enrolment) -> "EnrolmentOut":
        """The enrolment with its session, person and organisation in hand."""
        session, confirmed = enrolment.session, enrolment.state == EnrolmentState.CONFIRMED
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
            join_url=session.join_url or None if confirmed else None,
            order=enrolment.line.order.code if enrolment.line else None,
        )
