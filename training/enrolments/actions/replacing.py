"""The seat of one person becomes a colleague's: same seat, same order, nobody in line is passed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import NotFound, constraint_means
from registrations.ids import uuid7
from registrations.journal import actions as journal
from registrations.memberships.queries import Belonging, organisations_managed_by, people_managed_by, standing
from registrations.messages.actions import tell
from registrations.people.models import User
from registrations.seats.actions import Holder, add_seats, hand_over, lock_pools, release_everywhere
from registrations.seats.rules import Limit
from registrations.states import move
from training.catalogue.rules import may_manage_training
from training.enrolments.actions.capping import limits_for, pools_in_line
from training.enrolments.actions.offers import offer_next
from training.enrolments.actions.vouching import ask_for_seat
from training.enrolments.errors import (
    AlreadyEnrolled,
    NoSeatToHandOver,
    NotYourPerson,
    OrganisationAtCap,
    PostToConfirm,
    SeatOfSomebodyElse,
    SessionCancelled,
    TooLateToReplace,
)
from training.enrolments.models import Enrolment
from training.enrolments.queries import (
    accepted_terms,
    cap_reached,
    check_eligible,
    check_invited,
    check_no_clash,
    check_prepared,
    pools_counting,
    under_whom,
)
from training.enrolments.rules import HANDED, NEXT, EnrolmentState, may_replace, reserve_ends
from training.invitations.actions import note_seat
from training.invitations.errors import InvitedOnly
from training.invitations.rules import InvitationState
from training.sessions.models import Session
from training.sessions.rules import SessionState

READ_AGAIN = ("state", "sequence", "line", "queue", "organisation")


@transaction.atomic
def replace_person(
    enrolment: Enrolment, *, person: User, by: Actor, at: datetime, reason: str = "", accepted: bool = False
) -> Enrolment:
    """Until the start, `person` has the seat of this enrolment, which is cancelled; the registration that follows it.

    Its order line goes with it, and the invoice does not change. With a `reason` the person responsible for training
    passes over the programme's conditions, an overlap and the cap of another organisation. A session by invitation is
    handed to the invited alone, but by the team: raises `InvitedOnly`, `AnswerOverdue`.
    """
    session, passes = enrolment.session, bool(reason) and may_manage_training(by)
    check_may_replace(enrolment, person=person, by=by, at=at)
    post = under_whom(session, standing(person, on=localdate(at)), organisation=enrolment.organisation)
    limits = limits_for(session, post.organisation if post else None)
    User.objects.lock(*{enrolment.person_id, person.pk})
    _check_invited(session, person, by=by, at=at)
    note_seat(session, enrolment.person, to=InvitationState.NO, at=at)
    note_seat(session, person, to=InvitationState.YES, at=at)
    _lock(enrolment, post, limits)
    enrolment.refresh_from_db(fields=READ_AGAIN)
    _expect_seat(enrolment, person, by=by, at=at)
    waits = None if passes else check_eligible(session, standing(person, on=localdate(at)))
    if waits and enrolment.line:
        raise PostToConfirm(name=person.get_full_name())
    terms = accepted_terms(session, accepted=accepted, needed=not passes, at=at)
    made = _hand_over(enrolment, person, post, reserved=waits is not None, terms=terms, by=by, at=at)
    if not passes:
        check_no_clash(session, person)
        check_prepared(session, person)
    moved = _count_elsewhere(enrolment, made, passes=passes, at=at)
    _tell(enrolment, made, by=by, at=at, reason=reason)
    if moved:
        offer_next(session, at=at)
    return made


def _check_invited(session: Session, person: User, *, by: Actor, at: datetime) -> None:
    """Whoever hands a seat over knows the session: it is said why, where a stranger finds nothing."""
    try:
        check_invited(session, person, by=by, at=at)
    except NotFound as missing:
        raise InvitedOnly() from missing


def _lock(enrolment: Enrolment, post: Belonging | None, limits: tuple[Limit, ...]) -> None:
    """Every pool at once; for another organisation, those of whom waits too: a seat of the old one is offered."""
    pools = {*pools_counting(enrolment), *(limit.pool_id for limit in limits)}
    if enrolment.organisation_id != (post.organisation.pk if post else None):
        pools |= pools_in_line(enrolment.session, organisation=enrolment.organisation_id)
    lock_pools(sorted(pools))


def check_may_replace(enrolment: Enrolment, *, person: User | None, by: Actor, at: datetime) -> None:
    """Raises `NotYourPerson`, `SeatOfSomebodyElse`, `TooLateToReplace`, `SessionCancelled` or `NoSeatToHandOver`."""
    on = localdate(at)
    kept = frozenset(each.pk for each in organisations_managed_by(by, on=on))
    if not may_replace(by, organisation=enrolment.organisation_id, kept=kept):
        raise NotYourPerson()
    if person and not may_manage_training(by) and person.pk not in people_managed_by(by, on=on):
        raise NotYourPerson()
    _expect_seat(enrolment, person, by=by, at=at)


def _expect_seat(enrolment: Enrolment, person: User | None, *, by: Actor, at: datetime) -> None:
    session, line = enrolment.session, enrolment.line
    if person and person.pk == enrolment.person_id:
        raise AlreadyEnrolled()
    if session.state != SessionState.PUBLISHED:
        raise SessionCancelled()
    if at >= session.starts_at:
        raise TooLateToReplace()
    if enrolment.state not in HANDED:
        raise NoSeatToHandOver()
    if line and not may_manage_training(by) and line.order.organisation_id != enrolment.organisation_id:
        raise SeatOfSomebodyElse()


def _hand_over(
    enrolment: Enrolment,
    person: User,
    post: Belonging | None,
    *,
    reserved: bool,
    terms: dict[str, Any],
    by: Actor,
    at: datetime,
) -> Enrolment:
    """The old row ends, a new one has its claim and its line; a hold of an order keeps its deadline."""
    was, line, session, uuid = enrolment.state, enrolment.line, enrolment.session, uuid7()
    ended = {"cancelled_at": at, "reserved_until": None, "line": None, "sequence": enrolment.sequence + 1}
    move(Enrolment.objects.all(), enrolment.pk, table=NEXT, from_=was, to=EnrolmentState.CANCELLED, **ended)
    for name, value in {"state": EnrolmentState.CANCELLED, **ended}.items():
        setattr(enrolment, name, value)
    until = reserve_ends(at, starts_at=session.starts_at) if reserved else None
    state = EnrolmentState.RESERVED if until else EnrolmentState.CONFIRMED
    with constraint_means(Enrolment, "enrolment_one_live_per_person", AlreadyEnrolled()):
        made = Enrolment.objects.create(
            uuid=uuid,
            session=session,
            person=person,
            state=EnrolmentState.HELD if was == EnrolmentState.HELD else state,
            line=line,
            reserved_until=until,
            organisation=post.organisation if post else None,
            region=post.organisation.region if post else "",
            role=post.affiliation.role if post else "",
            registered_by=by.person,
            created_at=at,
            follows=enrolment,
            **terms,
        )
    until = _hold_of(enrolment) if was == EnrolmentState.HELD else until
    if not hand_over(Holder.of(enrolment), Holder.of(made), until=until):
        raise NoSeatToHandOver()
    return made


def _hold_of(enrolment: Enrolment) -> datetime | None:
    holder = Holder.of(enrolment)
    claims = enrolment.session.pool.claims.filter(holder_kind=holder.kind, holder_uuid=holder.uuid, released_at=None)
    return claims.values_list("until", flat=True).first()


def _count_elsewhere(before: Enrolment, after: Enrolment, *, passes: bool, at: datetime) -> bool:
    """Whether the seat left the caps of an organisation for those of another, which may have reached them."""
    if before.organisation_id == after.organisation_id:
        return False
    if not passes and cap_reached(after.session, after.organisation):
        raise OrganisationAtCap()
    old, new = pools_counting(before), pools_counting(after)
    release_everywhere([pool for pool in old if pool not in new], holder=Holder.of(after), at=at)
    for pool in new:
        if pool not in old:
            add_seats(pool, holder=Holder.of(after))
    return True


def _tell(before: Enrolment, after: Enrolment, *, by: Actor, at: datetime, reason: str) -> None:
    why = {"reason": reason} if reason else {}
    journal.log(before, "training.replace_person", by=by, at=at, by_enrolment=str(after.uuid), **why)
    journal.log(after, "training.take_over", by=by, at=at, of_enrolment=str(before.uuid), state=str(after.state), **why)
    tell("enrolment-replaced", about=before, to=before.person, at=at)
    if after.state == EnrolmentState.HELD:  # told once it is paid
        return
    tell(f"enrolment-{after.state}", about=after, to=after.person, at=at)
    if after.state == EnrolmentState.RESERVED:
        ask_for_seat(after, at=at)
