"""From one session to another of the same activity, in one act: the old place is never lost for want of a new one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal import actions as journal
from registrations.memberships.queries import standing
from registrations.messages.actions import tell
from registrations.people.models import User
from registrations.prepared import added_together
from registrations.seats.actions import lock_pools
from registrations.seats.rules import Limit
from training.catalogue.rules import may_manage_training
from training.enrolments.actions.capping import limits_for, pools_in_line
from training.enrolments.actions.enrolling import seated
from training.enrolments.actions.leaving import leave, note_left
from training.enrolments.actions.offers import offer_next
from training.enrolments.actions.vouching import ask_for_seat
from training.enrolments.asking import carry
from training.enrolments.errors import (
    AlreadyEnrolled,
    DifferentPrice,
    NoPlaceToMove,
    NoSeatThere,
    OtherActivity,
    PostToConfirm,
    SeatAwaitsPayment,
    TooLateToCancel,
)
from training.enrolments.models import Enrolment
from training.enrolments.queries import (
    check_acts_for,
    check_eligible,
    check_invited,
    check_no_clash,
    check_ordered_by,
    check_window,
    under_whom,
)
from training.enrolments.rules import FIRM, HOLDING, LEAVING, EnrolmentState
from training.invitations.actions import note_seat
from training.invitations.rules import InvitationState
from training.sessions.models import Session
from training.sessions.rules import cancel_before

READ_AGAIN = ("state", "sequence", "line", "queue", "offer_ends_at")


@transaction.atomic
def move_enrolment(enrolment: Enrolment, *, to: Session, by: Actor, at: datetime, wait: bool = False) -> Enrolment:
    """Take a place in `to`, another session of the activity, and give up this one; the new registration.

    Where no seat is left: `NoSeatThere`, and nothing changes. With `wait` they join its line instead, and keep their
    place here until a seat there is theirs. What was paid goes with them when the price is the same.
    """
    person, before = enrolment.person, enrolment.session
    check_acts_for(by, person, at=at)
    post = _post(enrolment, to, at=at)
    limits = limits_for(to, post["organisation"])
    User.objects.lock(person.pk)
    note_seat(before, person, to=InvitationState.NO, at=at)
    note_seat(to, person, to=InvitationState.YES, at=at)
    _lock(enrolment, to, limits)
    enrolment.refresh_from_db(fields=READ_AGAIN)
    _expect_movable(enrolment, to, by=by, at=at)
    check_invited(to, person, by=by, at=at)
    check_window(to, at=at)
    try:
        with transaction.atomic():
            made = _taken(enrolment, to, post, limits, by=by, at=at)
    except NoSeatThere:
        enrolment.refresh_from_db(fields=[*READ_AGAIN, "cancelled_at", "reserved_until"])
        if not wait:
            raise
        note_seat(before, person, to=InvitationState.YES, at=at)  # they keep their seat here
        return _waiting(enrolment, to, post, limits, by=by, at=at)
    offer_next(before, at=at)
    return made


def _post(enrolment: Enrolment, to: Session, *, at: datetime) -> dict[str, Any]:
    """What the new registration is made under: today's post; for what was ordered, that of the order."""
    if enrolment.line_id:
        return {name: getattr(enrolment, name) for name in ("organisation", "region", "role")}
    under = under_whom(to, standing(enrolment.person, on=localdate(at)), organisation=enrolment.organisation)
    if under is None:
        return {"organisation": None, "region": "", "role": ""}
    return {"organisation": under.organisation, "region": under.organisation.region, "role": under.affiliation.role}


def _expect_movable(enrolment: Enrolment, to: Session, *, by: Actor, at: datetime) -> None:
    before = enrolment.session
    if to.activity_id != before.activity_id or to.pk == before.pk:
        raise OtherActivity()
    if enrolment.state == EnrolmentState.HELD and enrolment.line:
        raise SeatAwaitsPayment(order=enrolment.line.order.code)
    if enrolment.state not in LEAVING:
        raise NoPlaceToMove()
    if not may_manage_training(by) and at >= cancel_before(before.starts_at, hours=before.cancel_hours):
        raise TooLateToCancel()
    if enrolment.state in HOLDING and not before.costs_as(to):
        raise DifferentPrice()
    check_ordered_by(enrolment, by=by, at=at)


def _lock(enrolment: Enrolment, to: Session, limits: tuple[Limit, ...]) -> None:
    """Every pool that either session counts in, at once: those of whom waits here, since the freed seat is offered."""
    here = pools_in_line(enrolment.session, organisation=enrolment.organisation_id)
    lock_pools(sorted({*here, to.pool_id, *(limit.pool_id for limit in limits)}))


def _taken(
    enrolment: Enrolment,
    to: Session,
    post: dict[str, Any],
    limits: tuple[Limit, ...],
    *,
    by: Actor,
    at: datetime,
) -> Enrolment:
    """The new seat, the old place given up first so that neither a cap nor an overlap counts it twice."""
    person, priced = enrolment.person, bool(to.price_cents) and enrolment.state not in FIRM
    line = leave(enrolment, at=at)
    waits = check_eligible(to, standing(person, on=localdate(at))) is not None
    if waits and line:
        raise PostToConfirm(name=person.get_full_name())
    check_no_clash(to, person)
    made = _made(enrolment, to, post, limits, reserved=waits, priced=priced, by=by, at=at)
    if made.state == EnrolmentState.WAITLISTED:
        raise NoSeatThere()
    if line:
        Enrolment.objects.filter(pk=made.pk).update(line=line)
        made.line = line
    carry(enrolment, made)
    note_left(enrolment, made, by=by, at=at)
    journal.log(made, "training.move", by=by, at=at, from_enrolment=str(enrolment.uuid), state=str(made.state))
    tell("enrolment-moved", about=made, to=person, at=at)
    if made.state == EnrolmentState.RESERVED:
        ask_for_seat(made, at=at)
    return made


def _waiting(
    enrolment: Enrolment,
    to: Session,
    post: dict[str, Any],
    limits: tuple[Limit, ...],
    *,
    by: Actor,
    at: datetime,
) -> Enrolment:
    priced = bool(to.price_cents)
    made = _made(enrolment, to, post, limits, reserved=False, priced=priced, by=by, at=at)
    carry(enrolment, made)
    journal.log(made, "training.wait_to_move", by=by, at=at, from_enrolment=str(enrolment.uuid))
    tell("enrolment-waitlisted", about=made, to=made.person, at=at)
    return made


def _made(
    enrolment: Enrolment,
    to: Session,
    post: dict[str, Any],
    limits: tuple[Limit, ...],
    *,
    reserved: bool,
    priced: bool,
    by: Actor,
    at: datetime,
) -> Enrolment:
    with (
        constraint_means(Enrolment, "enrolment_one_live_per_person", AlreadyEnrolled(), savepoint=False),
        added_together(),
    ):
        return seated(
            to,
            limits=limits,
            reserved=reserved,
            priced=priced,
            at=at,
            person=enrolment.person,
            **post,
            registered_by=by.person,
            created_at=at,
            follows=enrolment,
            terms_digest=enrolment.terms_digest,
            terms_at=enrolment.terms_at,
        )
