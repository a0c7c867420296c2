"""States of an enrolment, who may make and change one, how long an offered seat waits."""

from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role
from registrations.dates import working_days_after


class EnrolmentState(TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    WAITLISTED = "waitlisted", _("On the waiting list")
    OFFERED = "offered", _("Seat offered")
    RESERVED = "reserved", _("Seat subject to confirmation")
    HELD = "held", _("Awaiting payment")
    CANCELLED = "cancelled", _("Cancelled")
    ATTENDED = "attended", _("Attended")
    ABSENT = "absent", _("Absent")


NEXT: dict[str, frozenset[str]] = {
    EnrolmentState.CONFIRMED: frozenset({EnrolmentState.CANCELLED, EnrolmentState.ATTENDED, EnrolmentState.ABSENT}),
    EnrolmentState.WAITLISTED: frozenset({EnrolmentState.OFFERED, EnrolmentState.CANCELLED}),
    EnrolmentState.OFFERED: frozenset(
        {EnrolmentState.CONFIRMED, EnrolmentState.RESERVED, EnrolmentState.HELD, EnrolmentState.CANCELLED}
    ),
    EnrolmentState.HELD: frozenset({EnrolmentState.CONFIRMED, EnrolmentState.CANCELLED}),
    EnrolmentState.RESERVED: frozenset({EnrolmentState.CONFIRMED, EnrolmentState.CANCELLED}),
    EnrolmentState.ATTENDED: frozenset({EnrolmentState.ABSENT}),
    EnrolmentState.ABSENT: frozenset({EnrolmentState.ATTENDED}),
    # Money that arrives for an expired order takes the seat again.
    EnrolmentState.CANCELLED: frozenset({EnrolmentState.HELD}),
}
HOLDING = frozenset({EnrolmentState.CONFIRMED, EnrolmentState.OFFERED, EnrolmentState.RESERVED, EnrolmentState.HELD})
"""States in which a person has a seat, and cannot sit elsewhere at the same time."""

OFFER_LASTS = timedelta(hours=48)
OFFER_LASTS_AT_LEAST = timedelta(hours=2)
RESERVE_LASTS = 3
"""Working days in which an organisation's registrars say that somebody whose post is not verified works there."""
RESERVE_LASTS_AT_LEAST = timedelta(hours=4)


def may_act_for(by: Actor, person_pk: int, *, managed: frozenset[int]) -> bool:
    """Oneself, the people whose registrar one is, or anybody for the person responsible for training."""
    itself = by.person is not None and by.person.pk == person_pk
    return itself or by.has(Role.TRAINING_LEAD) or person_pk in managed


def offer_ends(at: datetime, *, starts_at: datetime) -> datetime:
    """Two days to answer; less when the session is near, so that the next in line still has time to come."""
    latest = max(starts_at - timedelta(hours=24), at + OFFER_LASTS_AT_LEAST)
    return min(at + OFFER_LASTS, latest, starts_at)


def reserve_ends(at: datetime, *, starts_at: datetime) -> datetime:
    """Three working days; less when the session is near, so that the next in line still has time to come."""
    latest = max(starts_at - timedelta(hours=24), at + RESERVE_LASTS_AT_LEAST)
    return min(working_days_after(at, RESERVE_LASTS), latest, starts_at)
