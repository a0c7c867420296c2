"""States of an enrolment, who may make and change one, how long an offered seat waits."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

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
HANDED = frozenset({EnrolmentState.CONFIRMED, EnrolmentState.RESERVED, EnrolmentState.HELD})
"""States in which a seat can be handed over to a colleague: an offer and a place in line are their person's."""

LEAVING = HOLDING - {EnrolmentState.HELD} | {EnrolmentState.WAITLISTED}
"""States in which a place can be left for one in another session."""
FIRM = frozenset({EnrolmentState.CONFIRMED, EnrolmentState.RESERVED})
"""States of a seat that is paid, or was given: it moves as it is."""

OFFER_LASTS = timedelta(hours=48)
OFFER_LASTS_AT_LEAST = timedelta(hours=2)
CHANGE_WAITS = timedelta(minutes=10)
"""How long a change of a session waits to be told, for the others that the team makes in the same sitting."""
CHANGE_IS_URGENT = timedelta(hours=3)
RESERVE_LASTS = 3
"""Working days in which an organisation's registrars say that somebody whose post is not verified works there."""
RESERVE_LASTS_AT_LEAST = timedelta(hours=4)


def may_act_for(by: Actor, person_pk: int, *, managed: frozenset[int]) -> bool:
    """Oneself, the people whose registrar one is, or anybody for the person responsible for training."""
    itself = by.person is not None and by.person.pk == person_pk
    return itself or by.has(Role.TRAINING_LEAD) or person_pk in managed


def may_replace(by: Actor, *, organisation: int | None, kept: frozenset[int]) -> bool:
    """The registrars of the organisation that the seat was taken under, or the person responsible for training."""
    return by.has(Role.TRAINING_LEAD) or organisation in kept


def offer_ends(at: datetime, *, starts_at: datetime) -> datetime:
    """Two days to answer; less when the session is near, so that the next in line still has time to come."""
    latest = max(starts_at - timedelta(hours=24), at + OFFER_LASTS_AT_LEAST)
    return min(at + OFFER_LASTS, latest, starts_at)


def reserve_ends(at: datetime, *, starts_at: datetime) -> datetime:
    """Three working days; less when the session is near, so that the next in line still has time to come."""
    latest = max(starts_at - timedelta(hours=24), at + RESERVE_LASTS_AT_LEAST)
    return min(working_days_after(at, RESERVE_LASTS), latest, starts_at)


def change_waits(at: datetime, *, starts_at: datetime) -> timedelta:
    """How long before a change is told: at once when the session is near, or has begun."""
    return timedelta() if starts_at - at < CHANGE_IS_URGENT else CHANGE_WAITS


def decline_secret(uuid: UUID, key: str) -> str:
    """The 128 bits of the link by which somebody whom a colleague registered says no, without an account. It is made
    from the row and the site's key: the table gives no link, and it does nothing once the registration has ended."""
    made = hmac.new(key.encode(), b"training.decline:" + uuid.bytes, sha256).digest()[:16]
    return urlsafe_b64encode(made).decode().rstrip("=")
