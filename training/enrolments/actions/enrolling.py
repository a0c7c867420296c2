"""Making an enrolment and giving it up."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.ids import uuid7
from registrations.journal import actions as journal
from registrations.memberships.queries import standing
from registrations.messages.actions import tell
from registrations.orders.actions import note_given_up
from registrations.orders.models import Why
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.seats.actions import (
    Holder,
    add_seats,
    leave_queue,
    lock_pools,
    refusal_for,
    release_seats,
    take_or_queue,
    wait_in_line,
)
from registrations.seats.errors import Closed
from registrations.states import move
from training.catalogue.rules import may_manage_training
from training.enrolments.actions.offers import offer_next
from training.enrolments.actions.vouching import ask_for_seat
from training.enrolments.errors import (
    AlreadyEnrolled,
    PaidSession,
    SeatAwaitsPayment,
    SessionCancelled,
    TooLateToCancel,
)
from training.enrolments.models import Enrolment
from training.enrolments.queries import check_acts_for, check_eligible, check_no_clash, check_window
from training.enrolments.rules import NEXT, EnrolmentState, reserve_ends
from training.sessions.models import Session
from training.sessions.rules import SessionState, cancel_before

KIND = Enrolment._meta.label_lower


@transaction.atomic
def enrol(*, session: Session, person: User, by: Actor, at: datetime, reason: str = "") -> Enrolment:
    """Give `person` a seat, or a place on the waiting list when none is left.

    With a `reason`, which the journal keeps, the person responsible for training passes over the window, the
    programme's conditions, an overlap and the price; never over the number of seats. A session with a price is
    ordered: here one only joins its waiting list. Raises `PaidSession` while there is a seat to order.
    """
    User.objects.lock(person.pk)
    check_acts_for(by, person, at=at)
    known, waits = standing(person, on=localdate(at)), None
    if reason:
        _only_training(by)
    else:
        check_window(session, at=at)
        waits = check_eligible(session, known)
        check_no_clash(session, person)
    under = waits or next(iter(known.organisations), None)
    enrolment = _seated(
        session,
        reserved=waits is not None,
        priced=bool(session.price_cents) and not reason,
        at=at,
        person=person,
        organisation=under.organisation if under else None,
        region=under.organisation.region if under else "",
        role=under.affiliation.role if under else "",
        registered_by=by.person,
        created_at=at,
    )
    journal.log(
        enrolment, "training.enrol", by=by, at=at, state=enrolment.state, **({"reason": reason} if reason else {})
    )
    tell(f"enrolment-{enrolment.state}", about=enrolment, to=person, at=at)
    if enrolment.state == EnrolmentState.RESERVED:
        ask_for_seat(enrolment, at=at)
    return enrolment


@transaction.atomic
def record_enrolment(
    *,
    session: Session,
    person: User,
    state: str,
    organisation: Organisation | None,
    role: str,
    created_at: datetime,
    by: Actor,
    at: datetime,
) -> Enrolment:
    """An enrolment of the past, as it was: its own date and state, no window, no limit of seats, nobody told."""
    _only_training(by)
    uuid, gone = uuid7(), state == EnrolmentState.CANCELLED
    with constraint_means(Enrolment, "enrolment_one_live_per_person", AlreadyEnrolled()):
        enrolment = Enrolment.objects.create(
            uuid=uuid,
            session=session,
            person=person,
            state=state,
            organisation=organisation,
            region=organisation.region if organisation else "",
            role=role,
            created_at=created_at,
            cancelled_at=created_at if gone else None,
            historical=True,
        )
    if not gone:
        add_seats(session.pool_id, holder=Holder(KIND, uuid))
    journal.log(enrolment, "training.record_enrolment", by=by, at=at, state=state)
    return enrolment


@transaction.atomic
def cancel_enrolment(enrolment: Enrolment, *, by: Actor, at: datetime) -> Enrolment:
    """Give up a seat or a place in line; the freed seat is offered to the next person at once.

    What a seat cost is for accounting to credit: it is told. Raises `SeatAwaitsPayment` before it is paid.
    """
    session = enrolment.session
    check_acts_for(by, enrolment.person, at=at)
    if not may_manage_training(by) and at >= cancel_before(session.starts_at, hours=session.cancel_hours):
        raise TooLateToCancel()
    lock_pools([session.pool_id])
    enrolment.refresh_from_db(fields=["state", "sequence", "line"])
    if enrolment.state == EnrolmentState.HELD and enrolment.line:
        raise SeatAwaitsPayment(order=enrolment.line.order.code)
    give_up(enrolment, at=at)
    if enrolment.line:
        note_given_up(enrolment.line, places=1, why=Why.GIVEN_UP, by=by, at=at)
    journal.log(enrolment, "training.cancel_enrolment", by=by, at=at)
    tell("enrolment-cancelled", about=enrolment, to=enrolment.person, at=at)
    offer_next(session, at=at)
    return enrolment


def give_up(enrolment: Enrolment, *, at: datetime) -> None:
    """Cancel the row and give back its seat or its place in line. The caller holds the pool's lock."""
    was, fields = enrolment.state, {"cancelled_at": at, "offer_ends_at": None, "sequence": enrolment.sequence + 1}
    fields |= {"reserved_until": None}
    move(Enrolment.objects.all(), enrolment.pk, table=NEXT, from_=was, to=EnrolmentState.CANCELLED, **fields)
    if was == EnrolmentState.WAITLISTED:
        leave_queue(enrolment.session.pool_id)
    else:
        release_seats(enrolment.session.pool_id, holder=Holder.of(enrolment), at=at)
    for name, value in {"state": EnrolmentState.CANCELLED, **fields}.items():
        setattr(enrolment, name, value)


def _seated(session: Session, *, reserved: bool, priced: bool, at: datetime, person: User, **fields: Any) -> Enrolment:
    """Take the seat or join the line, then write the row: while the pool is held, so that keys follow the line."""
    if session.state != SessionState.PUBLISHED:
        raise SessionCancelled()
    uuid, until = uuid7(), reserve_ends(at, starts_at=session.starts_at) if reserved else None
    with constraint_means(Enrolment, "enrolment_one_live_per_person", AlreadyEnrolled(), savepoint=False):
        if priced:
            has_seat = _line_only(session)
        else:
            has_seat = take_or_queue(session.pool_id, holder=Holder(KIND, uuid), until=until, at=at)
        state = EnrolmentState.WAITLISTED
        if has_seat:
            state = EnrolmentState.RESERVED if reserved else EnrolmentState.CONFIRMED
        fields["reserved_until"] = until if state == EnrolmentState.RESERVED else None
        return Enrolment.objects.create(uuid=uuid, session=session, person=person, state=state, **fields)


def _line_only(session: Session) -> bool:
    if wait_in_line(session.pool_id):
        return False
    refusal = refusal_for(session.pool_id)
    raise refusal if isinstance(refusal, Closed) else PaidSession()


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
