"""How seats in a session with a price are sold: what orders ask of training (`SALES["session"]`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.colloquium.queries import is_member_buyer, may_be_invoiced
from registrations.colloquium.rules import Basis
from registrations.dates import spelled_day
from registrations.errors import DomainError, constraint_means
from registrations.ids import made_at, uuid7
from registrations.journal.actions import log
from registrations.memberships.queries import Belonging, standing
from registrations.messages.actions import tell
from registrations.orders.actions import note_given_up
from registrations.orders.models import OrderLine, Why
from registrations.orders.sales import Attendees, Buyer, Locks, Quote
from registrations.people.models import User
from registrations.seats.actions import Holder, add_seats, lock_pools, take_seats, take_within
from registrations.seats.errors import SoldOut
from registrations.seats.rules import Limit
from registrations.states import move
from training.enrolments.actions.capping import keep_seat, limits_for, release_seat
from training.enrolments.actions.enrolling import KIND
from training.enrolments.actions.leaving import give_up
from training.enrolments.actions.offers import offer_next
from training.enrolments.errors import AlreadyEnrolled, FreeSession, NameEveryone, OfferEnded, OrganisationAtCap
from training.enrolments.models import Enrolment
from training.enrolments.queries import (
    Caps,
    accepted_terms,
    check_no_clash,
    check_on_sale,
    pools_counting,
    session_to_order,
)
from training.enrolments.rules import NEXT, EnrolmentState
from training.invitations.actions import note_seat
from training.invitations.rules import InvitationState
from training.sessions.models import Session


class SessionSale:
    """A seat is held when ordered, confirmed when paid or invoiced, given back when the order ends without money."""

    def quote(self, item: UUID, *, buyer: Buyer, quantity: int, at: datetime) -> Quote:
        people = _named(buyer.attendees)
        session = session_to_order(item, people=people, at=at)
        if not session.price_cents:
            raise FreeSession()
        if len(people) != quantity:
            raise NameEveryone()
        check_on_sale(session, people, at=at)
        on = localdate(at)
        is_member = is_member_buyer(buyer, on=on)
        return Quote(
            unit_price_cents=session.price_of(is_member=is_member),
            basis=Basis.MEMBER if is_member else Basis.PUBLIC,
            description=f"{session.activity.title[:270]} ({_day(session)})",
            on_account=may_be_invoiced(buyer, on=on),
            is_member=is_member,
        )

    def locks(self, line: OrderLine, *, attendees: Attendees = ()) -> Locks:
        session = Session.objects.select_related("activity__programme").get(uuid=line.item_uuid)
        people, pools = {person.pk for person in _named(attendees)}, {session.pool_id}
        for person in _named(attendees):
            pools |= {
                limit.pool_id
                for limit in _limits(line, session, person, at=line.order.placed_at or made_at(line.order.uuid))
            }
        for row in line.enrolments.select_related("session__activity") if line.pk else ():
            people.add(row.person_id)
            pools |= set(pools_counting(row))
        return Locks(people=frozenset(people), pools=frozenset(pools))

    def hold(self, line: OrderLine, *, attendees: Attendees, until: datetime | None, by: Actor, at: datetime) -> None:
        found = Session.objects.select_related("activity__programme")
        session, people = found.get(uuid=line.item_uuid), _named(attendees)
        terms = accepted_terms(session, accepted=line.accepted, needed=not line.offered_reason, at=at)
        for person in people:
            check_no_clash(session, person)
            note_seat(session, person, to=InvitationState.YES, at=at)
        offered = _offers(session, people, at=at)
        for person in people:
            if person.pk in offered:
                enrolment = _take_offer(offered[person.pk], line, until=until, terms=terms)
            else:
                enrolment = _seat(line, session, person, until=until, terms=terms, by=by, at=at)
            log(enrolment, "training.hold", by=by, at=at)

    def paid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        rows = list(line.enrolments.select_related("session__activity__programme", "organisation", "person"))
        for row in rows:
            if row.state == EnrolmentState.HELD:
                _confirm(row, by=by, at=at)
        # A card that was charged while the team was cancelling the session: for accounting to give back.
        lost = sum(row.state == EnrolmentState.CANCELLED for row in rows)
        if lost and not line.order.on_account:
            note_given_up(line, places=lost, why=Why.CALLED_OFF, by=by, at=at)

    def unpaid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        """An invoiced seat stays confirmed: the invoice is owed again, and reminders follow."""

    def released(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        held = line.enrolments.filter(state__in=(EnrolmentState.HELD, EnrolmentState.CONFIRMED))
        rows = list(held.select_related("session__activity__programme", "organisation", "person"))
        for row in rows:
            was_confirmed = row.state == EnrolmentState.CONFIRMED
            give_up(row, at=at)
            log(row, "training.release_hold", by=by, at=at)
            if was_confirmed:
                tell("enrolment-cancelled", about=row, to=row.person, at=at)
        for session in {row.session_id: row.session for row in rows}.values():  # somebody may have moved
            offer_next(session, at=at)

    def retake(self, line: OrderLine, *, by: Actor, at: datetime) -> bool:
        rows = list(line.enrolments.select_related("session__activity__programme", "organisation", "person"))
        try:
            with constraint_means(Enrolment, "enrolment_one_live_per_person", AlreadyEnrolled()):
                for row in rows:
                    _retake(row, by=by, at=at)
        except DomainError:  # sold out, closed, begun, seated elsewhere meanwhile: the money goes back
            return False
        return True


def _day(session: Session) -> str:
    return spelled_day(localdate(session.starts_at), get_language() or "fr", weekday=False)


def _named(attendees: Attendees) -> list[User]:
    return [person for person in attendees if person]


def _offers(session: Session, people: Sequence[User], *, at: datetime) -> dict[int, Enrolment]:
    """The offers that these people have, still to be answered. Raises `AlreadyEnrolled`, `OfferEnded`."""
    live = Enrolment.objects.live().filter(session=session, person__in=people)
    if not live.exists():
        return {}
    lock_pools([session.pool_id])
    rows = {row.person_id: row for row in live}
    if any(row.state != EnrolmentState.OFFERED for row in rows.values()):
        raise AlreadyEnrolled()
    if any(row.offer_ends_at and row.offer_ends_at <= at for row in rows.values()):
        raise OfferEnded()
    return rows


def _take_offer(row: Enrolment, line: OrderLine, *, until: datetime | None, terms: dict[str, Any]) -> Enrolment:
    """The seat that was offered is the seat that is ordered."""
    if not keep_seat(row, until=until):
        raise OfferEnded()
    _move(row, EnrolmentState.HELD, line=line, offer_ends_at=None, **terms)
    return row


def _seat(
    line: OrderLine,
    session: Session,
    person: User,
    *,
    until: datetime | None,
    terms: dict[str, Any],
    by: Actor,
    at: datetime,
) -> Enrolment:
    """A seat in the name of a person, as staff of the organisation that pays when they are."""
    uuid, under = uuid7(), _under(line, person, at=at)
    if limits := _limits(line, session, person, at=at):
        queue = take_within(session.pool_id, limits=limits, holder=Holder(KIND, uuid), until=until, at=at)
        if queue:  # rolled back with the order
            raise SoldOut() if queue == session.pool_id else OrganisationAtCap()
    else:
        take_seats(session.pool_id, holder=Holder(KIND, uuid), until=until, at=at)
    with constraint_means(Enrolment, "enrolment_one_live_per_person", AlreadyEnrolled()):
        return Enrolment.objects.create(
            uuid=uuid,
            session=session,
            person=person,
            state=EnrolmentState.HELD,
            line=line,
            organisation=under.organisation if under else None,
            region=under.organisation.region if under else "",
            role=under.affiliation.role if under else "",
            registered_by=by.person,
            created_at=at,
            **terms,
        )


def _under(line: OrderLine, person: User, *, at: datetime) -> Belonging | None:
    """The post under which the seat is taken: in the organisation that pays, if there is one."""
    known = standing(person, on=localdate(at)).organisations
    paying = (post for post in known if post.organisation.pk == line.order.organisation_id)
    return next(paying, next(iter(known), None))


def _limits(line: OrderLine, session: Session, person: User, *, at: datetime) -> tuple[Limit, ...]:
    post = _under(line, person, at=at) if Caps.of(session).hold else None
    return limits_for(session, post.organisation if post else None)


def _confirm(row: Enrolment, *, by: Actor, at: datetime) -> None:
    """Paid or invoiced: theirs, whatever the pool says by now."""
    if not keep_seat(row):
        release_seat(row, at=at)
        for pool in pools_counting(row):
            add_seats(pool, holder=Holder.of(row))
    _move(row, EnrolmentState.CONFIRMED)
    log(row, "training.confirm", by=by, at=at)
    tell("enrolment-confirmed", about=row, to=row.person, at=at)


def _retake(row: Enrolment, *, by: Actor, at: datetime) -> None:
    """Keep the seat that nobody took meanwhile, or take one again. Raises when there is none, or it has begun."""
    pool, holder = row.session.pool_id, Holder.of(row)
    if at >= row.session.starts_at:
        raise OfferEnded()
    check_no_clash(row.session, row.person)
    if not keep_seat(row):
        release_seat(row, at=at)
        limits = limits_for(row.session, row.organisation)
        if limits and take_within(pool, limits=limits, holder=holder, at=at):
            raise SoldOut()
        if not limits:
            take_seats(pool, holder=holder, at=at)
    if row.state == EnrolmentState.CANCELLED:
        _move(row, EnrolmentState.HELD, cancelled_at=None)
        log(row, "training.retake", by=by, at=at)


def _move(row: Enrolment, to: str, **fields: Any) -> None:
    move(Enrolment.objects.all(), row.pk, table=NEXT, from_=row.state, to=to, **fields)
    for name, value in {"state": to, **fields}.items():
        setattr(row, name, value)
