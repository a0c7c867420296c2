"""The waiting list: a freed seat is offered to the first in line, who accepts, declines or lets it go."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.journal import actions as journal
from registrations.memberships.queries import standing
from registrations.messages.actions import tell
from registrations.people.models import User
from registrations.seats.actions import Holder, lock_pools, promote
from registrations.seats.rules import Room
from registrations.states import move
from training.enrolments.actions.capping import keep_seat, lock_line, pools_in_line, release_seat, wait_for_cap
from training.enrolments.actions.leaving import leave, note_left
from training.enrolments.actions.vouching import ask_for_seat
from training.enrolments.errors import OfferEnded, PaidSession
from training.enrolments.models import Enrolment
from training.enrolments.queries import check_acts_for, check_eligible, check_no_clash, check_ordered_by, pools_counting
from training.enrolments.rules import NEXT, EnrolmentState, offer_ends, reserve_ends
from training.invitations.actions import note_seat
from training.invitations.rules import InvitationState
from training.sessions.models import Session

OFFERS = Actor.system("training.offers")


@transaction.atomic
def offer_next(session: Session, *, at: datetime) -> int:
    """Offer every free seat to the people in line, first come first served; the number of offers."""
    if at >= session.starts_at:
        return 0
    limits = lock_line(session)
    waiting = Enrolment.objects.filter(session=session, state=EnrolmentState.WAITLISTED).order_by("pk")
    offers, over, until = 0, set[int](), offer_ends(at, starts_at=session.starts_at)
    while first := waiting.exclude(organisation__in=over).select_related("person").first():
        theirs = limits.get(first.organisation_id or 0, ())
        room = promote(
            session.pool_id, queue=first.queue_id or 0, limits=theirs, holder=Holder.of(first), until=until, at=at
        )
        if room is Room.NONE:
            break
        if room is Room.OVER and first.organisation_id:
            wait_for_cap(session, first.organisation_id, theirs)
            over.add(first.organisation_id)
            continue
        _offer(first, until=until, at=at)
        offers += 1
    return offers


def _offer(first: Enrolment, *, until: datetime, at: datetime) -> None:
    _move(first, EnrolmentState.OFFERED, offer_ends_at=until, queue=None)
    journal.log(first, "training.offer", by=OFFERS, at=at)
    tell("enrolment-offered", about=first, to=first.person, at=at)


@transaction.atomic
def accept_offer(enrolment: Enrolment, *, by: Actor, at: datetime) -> Enrolment:
    """Take the offered seat for good, while the offer lasts. Raises `PaidSession`: it is ordered instead."""
    before = enrolment.place_to_leave(at=at)
    _expect_paid(enrolment, before)
    User.objects.lock(enrolment.person_id)
    check_acts_for(by, enrolment.person, at=at)
    lock_pools(sorted({*pools_counting(enrolment), *_pools_left(before)}))
    enrolment.refresh_from_db(fields=["state", "offer_ends_at"])
    if enrolment.offer_ends_at is not None and enrolment.offer_ends_at <= at:
        raise OfferEnded()
    before = _still_left(before, enrolment, at=at)
    line = _leave(before, enrolment, by=by, at=at)
    check_no_clash(enrolment.session, enrolment.person)
    until = _reserve_of(enrolment, at=at)
    _move(
        enrolment,
        EnrolmentState.RESERVED if until else EnrolmentState.CONFIRMED,
        offer_ends_at=None,
        reserved_until=until,
        **line,
    )
    if not keep_seat(enrolment, until=until):
        raise OfferEnded()
    journal.log(enrolment, "training.accept_offer", by=by, at=at, state=str(enrolment.state))
    tell(_told(enrolment, before), about=enrolment, to=enrolment.person, at=at)
    if until:
        ask_for_seat(enrolment, at=at)
    if before:
        offer_next(before.session, at=at)
    return enrolment


@transaction.atomic
def decline_offer(enrolment: Enrolment, *, by: Actor, at: datetime) -> Enrolment:
    """Leave the offered seat to the next person."""
    check_acts_for(by, enrolment.person, at=at)
    note_seat(enrolment.session, enrolment.person, to=InvitationState.NO, at=at)
    _let_go(enrolment, by=by, at=at, action="training.decline_offer")
    return enrolment


@transaction.atomic
def expire_offer(enrolment: Enrolment, *, by: Actor, at: datetime) -> bool:
    """End an offer whose time has passed, tell the person, and go on to the next; False when it was answered."""
    lock_line(enrolment.session, organisation=enrolment.organisation_id)
    enrolment.refresh_from_db(fields=["state", "offer_ends_at"])
    if enrolment.offer_ends_at is None or enrolment.offer_ends_at > at:
        return False
    _let_go(enrolment, by=by, at=at, action="training.expire_offer")
    tell("enrolment-expired", about=enrolment, to=enrolment.person, at=at)
    return True


def _pools_left(before: Enrolment | None) -> set[int]:
    """What counts the place that they leave for this one, and who waits for it."""
    return pools_in_line(before.session, organisation=before.organisation_id) if before else set()


def _still_left(before: Enrolment | None, enrolment: Enrolment, *, at: datetime) -> Enrolment | None:
    """The same place, read again under the locks: given up, begun or of another price, it is not left."""
    if before is None:
        return None
    before.refresh_from_db(fields=["state", "sequence", "line", "queue"])
    left = enrolment.place_to_leave(at=at)
    _expect_paid(enrolment, left)
    return left


def _expect_paid(enrolment: Enrolment, before: Enrolment | None) -> None:
    if enrolment.session.price_cents and not (before and before.line):
        raise PaidSession()


def _leave(before: Enrolment | None, enrolment: Enrolment, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Give up the place that they kept while they waited for this one; the order line that goes with them."""
    if before is None:
        return {}
    check_ordered_by(before, by=by, at=at)
    line = leave(before, at=at)
    note_left(before, enrolment, by=by, at=at)
    return {"line": line} if line else {}


def _told(enrolment: Enrolment, before: Enrolment | None) -> str:
    return "enrolment-moved" if before else f"enrolment-{enrolment.state}"


def _reserve_of(enrolment: Enrolment, *, at: datetime) -> datetime | None:
    """Until when the seat is kept, if it still rests on a post that nobody verified."""
    known = standing(enrolment.person, on=localdate(at))
    try:
        waits = check_eligible(enrolment.session, known)
    except DomainError:  # the team seated them, or their organisation lapsed: the offer that was made stands
        return None
    return reserve_ends(at, starts_at=enrolment.session.starts_at) if waits else None


def _let_go(enrolment: Enrolment, *, by: Actor, at: datetime, action: str) -> None:
    session = enrolment.session
    lock_line(session, organisation=enrolment.organisation_id)
    enrolment.refresh_from_db(fields=["state", "offer_ends_at"])
    if enrolment.state != EnrolmentState.OFFERED:
        raise OfferEnded()
    _move(enrolment, EnrolmentState.CANCELLED, offer_ends_at=None, cancelled_at=at)
    release_seat(enrolment, at=at)
    journal.log(enrolment, action, by=by, at=at)
    offer_next(session, at=at)


def _move(enrolment: Enrolment, to: str, **fields: Any) -> None:
    move(Enrolment.objects.all(), enrolment.pk, table=NEXT, from_=enrolment.state, to=to, **fields)
    for name, value in {"state": to, **fields}.items():
        setattr(enrolment, name, value)
