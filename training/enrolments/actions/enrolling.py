"""Making an enrolment and giving it up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.ids import uuid7
from registrations.journal import actions as journal
from registrations.memberships.queries import Standing, standing
from registrations.messages.actions import tell
from registrations.orders.actions import note_given_up
from registrations.orders.models import Why
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.prepared import add, added_together
from registrations.seats.actions import (
    Holder,
    add_seats,
    queue_within,
    refusal_for,
    take_or_queue,
    take_within,
    wait_in_line,
)
from registrations.seats.errors import Closed
from registrations.seats.rules import Limit
from training.catalogue.rules import may_manage_training
from training.enrolments.actions.capping import count_in_caps, limits_for, lock_line
from training.enrolments.actions.leaving import give_up
from training.enrolments.actions.offers import offer_next
from training.enrolments.actions.vouching import ask_for_seat
from training.enrolments.asking import answers_for, keep
from training.enrolments.errors import (
    AlreadyEnrolled,
    PaidSession,
    SeatAwaitsPayment,
    SessionCancelled,
    TooLateToCancel,
)
from training.enrolments.models import Enrolment
from training.enrolments.queries import (
    Caps,
    accepted_terms,
    check_acts_for,
    check_eligible,
    check_invited,
    check_no_clash,
    check_prepared,
    check_window,
    under_whom,
)
from training.enrolments.rules import EnrolmentState, reserve_ends
from training.invitations.actions import note_seat
from training.invitations.rules import InvitationState
from training.sessions.models import Session
from training.sessions.rules import SessionState, cancel_before

KIND = Enrolment._meta.label_lower


@transaction.atomic
def enrol(
    *,
    session: Session,
    person: User,
    by: Actor,
    at: datetime,
    reason: str = "",
    under: Organisation | None = None,
    accepted: bool = False,
    answers: Mapping[str, Any] | None = None,
    consented: bool = False,
) -> Enrolment:
    """Give `person` a seat, or a place on the waiting list when none is left.

    With a `reason`, which the journal keeps, the person responsible for training passes over the window, the
    programme's conditions, an overlap, the cap of an organisation and the price; never over the number of seats. A
    session with a price is ordered: here one only joins its waiting list. Raises `PaidSession` while there is a seat
    to order. `under` is the organisation that registers them, where they have a post; `accepted` says that they
    accept the programme's terms, if it has any. `answers` are to the questions asked, by key: whoever registers
    themself answers the required ones; None: they are asked afterwards. `consented` goes with the sensitive ones.
    """
    known: Standing | None = None
    limits: tuple[Limit, ...] = ()
    if not reason and Caps.of(session).hold:
        known = standing(person, on=localdate(at))
        post = under_whom(session, known, organisation=under)
        limits = limits_for(session, post.organisation if post else None)
    User.objects.lock(person.pk)
    check_acts_for(by, person, at=at)
    known, waits = known or standing(person, on=localdate(at)), None
    if reason:
        _only_training(by)
    else:
        check_invited(session, person, by=by, at=at)
        check_window(session, at=at)
        waits = check_eligible(session, known)
        check_no_clash(session, person)
        check_prepared(session, person)
    terms = accepted_terms(session, accepted=accepted, needed=not reason, at=at)
    checked = answers_for(session, answers, consented=consented, person=person, by=by, passes=bool(reason))
    post = under_whom(session, known, organisation=under)
    given = {"reason": reason} if reason else {}
    note_seat(session, person, to=InvitationState.YES, at=at)
    with (
        constraint_means(Enrolment, "enrolment_one_live_per_person", AlreadyEnrolled(), savepoint=False),
        added_together(),
    ):
        enrolment = seated(
            session,
            limits=limits,
            reserved=waits is not None,
            priced=bool(session.price_cents) and not reason,
            at=at,
            person=person,
            organisation=post.organisation if post else None,
            region=post.organisation.region if post else "",
            role=post.affiliation.role if post else "",
            registered_by=by.person,
            created_at=at,
            **terms,
        )
        journal.log(enrolment, "training.enrol", by=by, at=at, state=enrolment.state, **given)
        tell(f"enrolment-{enrolment.state}", about=enrolment, to=person, at=at)
    keep(checked, enrolment, at=at)
    if enrolment.state == EnrolmentState.RESERVED:
        ask_for_seat(enrolment, at=at)
    if reason:
        count_in_caps(enrolment)
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
    note_seat(session, enrolment.person, to=InvitationState.NO, at=at)
    lock_line(session, organisation=enrolment.organisation_id)
    enrolment.refresh_from_db(fields=["state", "sequence", "line", "queue"])
    if enrolment.state == EnrolmentState.HELD and enrolment.line:
        raise SeatAwaitsPayment(order=enrolment.line.order.code)
    give_up(enrolment, at=at)
    if enrolment.line:
        note_given_up(enrolment.line, places=1, why=Why.GIVEN_UP, by=by, at=at)
    journal.log(enrolment, "training.cancel_enrolment", by=by, at=at)
    tell("enrolment-cancelled", about=enrolment, to=enrolment.person, at=at)
    offer_next(session, at=at)
    return enrolment


def seated(
    session: Session,
    *,
    limits: tuple[Limit, ...],
    reserved: bool,
    priced: bool,
    at: datetime,
    person: User,
    **fields: Any,
) -> Enrolment:
    """Take the seat or join the line; the row is written while the pool is held, so that keys follow the line."""
    if session.state != SessionState.PUBLISHED:
        raise SessionCancelled()
    uuid, until = uuid7(), reserve_ends(at, starts_at=session.starts_at) if reserved else None
    queue: int | None
    if priced:
        queue = _line_only(session, limits, at=at)
    else:
        queue = _seat_or_queue(session, limits, holder=Holder(KIND, uuid), until=until, at=at)
    state = EnrolmentState.WAITLISTED
    if queue is None:
        state = EnrolmentState.RESERVED if reserved else EnrolmentState.CONFIRMED
    fields["reserved_until"] = until if state == EnrolmentState.RESERVED else None
    enrolment = Enrolment(uuid=uuid, session=session, person=person, state=state, queue_id=queue, **fields)
    add(enrolment)
    return enrolment


def _seat_or_queue(
    session: Session, limits: tuple[Limit, ...], *, holder: Holder, until: datetime | None, at: datetime
) -> int | None:
    """The queue joined, or None for a seat; one UPDATE where no cap is in force."""
    if limits:
        return take_within(session.pool_id, limits=limits, holder=holder, until=until, at=at)
    return None if take_or_queue(session.pool_id, holder=holder, until=until, at=at) else session.pool_id


def _line_only(session: Session, limits: tuple[Limit, ...], *, at: datetime) -> int:
    """The queue joined. Raises `PaidSession` while there is a seat to order, `Closed`."""
    queue: int | None
    if limits:
        queue = queue_within(session.pool_id, limits=limits, at=at)
    else:
        queue = session.pool_id if wait_in_line(session.pool_id) else None
    if queue:
        return queue
    refusal = refusal_for(session.pool_id)
    raise refusal if isinstance(refusal, Closed) else PaidSession()


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
