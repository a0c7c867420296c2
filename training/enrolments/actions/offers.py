"""The waiting list: a freed seat is offered to the first in line, who accepts, declines or lets it go."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.journal import actions as journal
from registrations.memberships.queries import standing
from registrations.messages.actions import tell
from registrations.people.models import User
from registrations.seats.actions import Holder, keep_seats, lock_pools, promote, release_seats
from registrations.states import move
from training.enrolments.actions.vouching import ask_for_seat
from training.enrolments.errors import OfferEnded, PaidSession
from training.enrolments.models import Enrolment
from training.enrolments.queries import check_acts_for, check_eligible, check_no_clash
from training.enrolments.rules import NEXT, EnrolmentState, offer_ends, reserve_ends
from training.sessions.models import Session

OFFERS = Actor.system("training.offers")


@transaction.atomic
def offer_next(session: Session, *, at: datetime) -> int:
    """Offer every free seat to the people in line, first come first served; the number of offers."""
    if at >= session.starts_at:
        return 0
    lock_pools([session.pool_id])
    waiting = Enrolment.objects.filter(session=session, state=EnrolmentState.WAITLISTED).order_by("pk")
    offers, until = 0, offer_ends(at, starts_at=session.starts_at)
    while first := waiting.select_related("person").first():
        if promote(session.pool_id, holder=Holder.of(first), until=until) is None:
            break
        _move(first, EnrolmentState.OFFERED, offer_ends_at=until)
        journal.log(first, "training.offer", by=OFFERS, at=at)
        tell("enrolment-offered", about=first, to=first.person, at=at)
        offers += 1
    return offers


@transaction.atomic
def accept_offer(enrolment: Enrolment, *, by: Actor, at: datetime) -> Enrolment:
    """Take the offered seat for good, while the offer lasts. Raises `PaidSession`: it is ordered instead."""
    if enrolment.session.price_cents:
        raise PaidSession()
    User.objects.lock(enrolment.person_id)
    check_acts_for(by, enrolment.person, at=at)
    lock_pools([enrolment.session.pool_id])
    enrolment.refresh_from_db(fields=["state", "offer_ends_at"])
    if enrolment.offer_ends_at is not None and enrolment.offer_ends_at <= at:
        raise OfferEnded()
    check_no_clash(enrolment.session, enrolment.person)
    until = _reserve_of(enrolment, at=at)
    _move(
        enrolment,
        EnrolmentState.RESERVED if until else EnrolmentState.CONFIRMED,
        offer_ends_at=None,
        reserved_until=until,
    )
    if not keep_seats(enrolment.session.pool_id, holder=Holder.of(enrolment), until=until):
        raise OfferEnded()
    journal.log(enrolment, "training.accept_offer", by=by, at=at, state=str(enrolment.state))
    tell(f"enrolment-{enrolment.state}", about=enrolment, to=enrolment.person, at=at)
    if until:
        ask_for_seat(enrolment, at=at)
    return enrolment


@transaction.atomic
def decline_offer(enrolment: Enrolment, *, by: Actor, at: datetime) -> Enrolment:
    """Leave the offered seat to the next person."""
    check_acts_for(by, enrolment.person, at=at)
    _let_go(enrolment, by=by, at=at, action="training.decline_offer")
    return enrolment


@transaction.atomic
def expire_offer(enrolment: Enrolment, *, by: Actor, at: datetime) -> bool:
    """End an offer whose time has passed, tell the person, and go on to the next; False when it was answered."""
    lock_pools([enrolment.session.pool_id])
    enrolment.refresh_from_db(fields=["state", "offer_ends_at"])
    if enrolment.offer_ends_at is None or enrolment.offer_ends_at > at:
        return False
    _let_go(enrolment, by=by, at=at, action="training.expire_offer")
    tell("enrolment-expired", about=enrolment, to=enrolment.person, at=at)
    return True


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
    lock_pools([session.pool_id])
    enrolment.refresh_from_db(fields=["state", "offer_ends_at"])
    if enrolment.state != EnrolmentState.OFFERED:
        raise OfferEnded()
    _move(enrolment, EnrolmentState.CANCELLED, offer_ends_at=None, cancelled_at=at)
    release_seats(session.pool_id, holder=Holder.of(enrolment), at=at)
    journal.log(enrolment, action, by=by, at=at)
    offer_next(session, at=at)


def _move(enrolment: Enrolment, to: str, **fields: datetime | None) -> None:
    move(Enrolment.objects.all(), enrolment.pk, table=NEXT, from_=enrolment.state, to=to, **fields)
    for name, value in {"state": to, **fields}.items():
        setattr(enrolment, name, value)
