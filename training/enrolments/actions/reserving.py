"""Seats *sous réserve*: taken by somebody whose post nobody verified yet, firm or released by what becomes of it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.journal import actions as journal
from registrations.memberships.queries import standing
from registrations.messages.actions import tell
from registrations.organisations.models import Affiliation
from registrations.people.models import User
from registrations.seats.actions import lock_pools
from registrations.states import move
from training.enrolments.actions.capping import keep_seat, lock_line, release_seat
from training.enrolments.actions.offers import offer_next
from training.enrolments.models import Enrolment
from training.enrolments.queries import check_eligible, pools_counting
from training.enrolments.rules import NEXT, EnrolmentState

WITH_SESSION = ("session__activity__programme", "person")


def settle_reserved(post: Affiliation, by: Actor, at: datetime) -> None:
    """A post was verified or refused, or has ended: the seats that waited for it follow, inside that transaction."""
    waiting = Enrolment.objects.filter(
        person=post.person_id, organisation=post.organisation_id, state=EnrolmentState.RESERVED
    )
    rows = list(waiting.select_related(*WITH_SESSION).order_by("session__pool_id"))
    gone = post.ends_on is not None and post.ends_on <= localdate(at)
    if not rows or (post.verified_at is None and not gone):
        return
    lock_pools(sorted({pool for row in rows for pool in pools_counting(row)}))
    for row in rows:
        _settle(row, vouched=post.verified_at is not None and not gone, by=by, at=at)


@transaction.atomic
def end_reserve(enrolment: Enrolment, *, by: Actor, at: datetime) -> bool:
    """The time to vouch is over: the seat goes to the next in line, unless the person has its right by now.

    False when it was settled meanwhile.
    """
    User.objects.lock(enrolment.person_id)
    lock_line(enrolment.session, organisation=enrolment.organisation_id)
    enrolment.refresh_from_db(fields=["state", "reserved_until", "sequence"])
    if enrolment.state != EnrolmentState.RESERVED or (enrolment.reserved_until or at) > at:
        return False
    _settle(enrolment, vouched=_has_right(enrolment, at=at), by=by, at=at)
    return True


def _settle(enrolment: Enrolment, *, vouched: bool, by: Actor, at: datetime) -> None:
    """Firm, if the seat is still held; else released. The caller holds the person and the pool."""
    if vouched and keep_seat(enrolment):
        _move(enrolment, EnrolmentState.CONFIRMED, reserved_until=None)
        journal.log(enrolment, "training.confirm_reserved", by=by, at=at)
        tell("enrolment-confirmed", about=enrolment, to=enrolment.person, at=at)
        return
    _move(
        enrolment,
        EnrolmentState.CANCELLED,
        reserved_until=None,
        cancelled_at=at,
        sequence=enrolment.sequence + 1,
    )
    release_seat(enrolment, at=at)
    journal.log(enrolment, "training.release_reserved", by=by, at=at)
    tell("enrolment-released", about=enrolment, to=enrolment.person, at=at)
    offer_next(enrolment.session, at=at)


def _has_right(enrolment: Enrolment, *, at: datetime) -> bool:
    try:
        return check_eligible(enrolment.session, standing(enrolment.person, on=localdate(at))) is None
    except DomainError:
        return False


def _move(enrolment: Enrolment, to: str, **fields: object) -> None:
    move(Enrolment.objects.all(), enrolment.pk, table=NEXT, from_=enrolment.state, to=to, **fields)
    for name, value in {"state": to, **fields}.items():
        setattr(enrolment, name, value)
