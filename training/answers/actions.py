"""Answering an invitation, and withdrawing one: the answer and the seat go together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from registrations.actors import Actor, Via
from registrations.errors import Forbidden, constraint_means
from registrations.journal import actions as journal
from registrations.people.actions import record_person
from registrations.people.models import User
from registrations.people.queries import PeopleBook, who_proved
from training.catalogue.rules import may_manage_training
from training.enrolments.actions import cancel_enrolment, enrol
from training.enrolments.queries import live_enrolment
from training.enrolments.rules import EnrolmentState
from training.invitations.actions import check_answerable, keep, note, revoke
from training.invitations.errors import AlreadyAnswered, NameNeeded
from training.invitations.models import Invitation
from training.invitations.queries import standing_of
from training.invitations.rules import WELL_FORMED, Reply

BY_LINK = Actor.system("training.invitation-link")


@dataclass(frozen=True, slots=True)
class Guest:
    """What somebody without a record says of themselves to take a seat."""

    given_name: str = ""
    family_name: str = ""
    address: str = ""


class _MetMeanwhile(Exception):
    """Another answer by the same link made the guest a person first: start again with their lock."""


@transaction.atomic
def answer(
    invitation: Invitation,
    reply: str,
    *,
    at: datetime,
    guest: Guest | None = None,
    accepted: bool = False,
    answers: Mapping[str, Any] | None = None,
    consented: bool = False,
    via: str = Via.PORTAL,
) -> Invitation:
    """Answer an invitation, by its link or as its person: the door knows which. The invitation as it stands then.

    *Yes* registers, by the action that everybody's registration goes through; any other answer gives the seat up. A
    guest who says yes becomes a person without an account, by the name and the address that they give. `answers` are to
    the questions of the session. Raises what `check_answerable`, `enrol` and `cancel_enrolment` do, and `NameNeeded`.
    """
    taking = {"accepted": accepted, "answers": answers, "consented": consented}
    try:
        with transaction.atomic():
            return _answer(invitation, Reply(reply), guest=guest or Guest(), taking=taking, via=via, at=at)
    except _MetMeanwhile:
        return _answer(invitation, Reply(reply), guest=guest or Guest(), taking=taking, via=via, at=at)


def _answer(
    invitation: Invitation, reply: Reply, *, guest: Guest, taking: dict[str, Any], via: str, at: datetime
) -> Invitation:
    person = _person_of(invitation)
    if person is not None:
        User.objects.lock(person.pk)
        invitation = standing_of(invitation.session, person) or invitation
    kept = keep(invitation)
    if kept.person_id and (person is None or kept.person_id != person.pk):
        raise _MetMeanwhile()
    check_answerable(kept, at=at)
    if person is None and reply is Reply.YES:
        person = _seated_guest(kept, guest, at=at)
    if person is not None and kept.person_id is None:
        _give_to(kept, person)
    by = Actor(person=person, via=via) if person else BY_LINK
    if person is not None:
        _follow(kept, person, reply, taking=taking, by=by, at=at)
    kept.refresh_from_db(fields=["state", "answered_at"])
    if kept.state != reply:
        note(kept, reply, answered_at=at)
    journal.log(kept, "training.answer_invitation", by=by, at=at, answer=str(reply))
    return kept


def _follow(kept: Invitation, person: User, reply: Reply, *, taking: dict[str, Any], by: Actor, at: datetime) -> None:
    """The seat that goes with the answer: taken, or given up."""
    seat = live_enrolment(kept.session, person)
    if reply is Reply.YES and seat is None:
        enrol(session=kept.session, person=person, by=by, at=at, **taking)
    if reply is not Reply.YES and seat is not None:
        cancel_enrolment(seat, by=by, at=at)


def _person_of(invitation: Invitation) -> User | None:
    """The invited person, else the account that proved the address to which the link was sent."""
    fresh = Invitation.objects.select_related("person").get(pk=invitation.pk)
    if fresh.person is not None or not fresh.address:
        return fresh.person
    return who_proved(fresh.address)


def _give_to(kept: Invitation, person: User) -> None:
    """From now on it is this person's; the address is on their record."""
    with constraint_means(Invitation, "invitation_one_per_person", AlreadyAnswered()):
        Invitation.objects.filter(pk=kept.pk).update(person=person, address="", name="")
    kept.person, kept.address, kept.name = person, "", ""


def _seated_guest(kept: Invitation, guest: Guest, *, at: datetime) -> User:
    """The record of a guest: the one that this address and name mean already, if the link was sent there, else a new
    one that opens no account. An address that they type instead proves nothing: it never means somebody's record."""
    given, family = guest.given_name.strip(), guest.family_name.strip()
    address = guest.address.strip().lower() or kept.address
    if not (given and family and WELL_FORMED.fullmatch(address)):
        raise NameNeeded()
    if address == kept.address:
        known = PeopleBook.load([address]).find(address, given, family)
        if known is not None and known.is_active and known.email is None:
            return known
    return record_person(
        given_name=given[:100],
        family_name=family[:100],
        contact_email=address,
        language=kept.language,
        by=BY_LINK,
        at=at,
    )


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """Withdraw an invitation: its link opens nothing, and the seat that it gave is given up, until the session begins.

    Raises `SeatAwaitsPayment` while an order holds the seat, and `WrongState` when it was withdrawn before.
    """
    if not may_manage_training(by):
        raise Forbidden()
    person = Invitation.objects.select_related("person").get(pk=invitation.pk).person
    if person is not None:
        User.objects.lock(person.pk)
    kept = keep(invitation)
    if kept.person is not None and (person is None or kept.person.pk != person.pk):
        person = kept.person  # a guest became a person a moment ago: nobody else holds them and waits for this row
    seat = live_enrolment(kept.session, person) if person else None
    if seat is not None and seat.state not in DONE and at < kept.session.starts_at:
        cancel_enrolment(seat, by=by, at=at)
        kept.refresh_from_db(fields=["state", "answered_at"])
    revoke(kept, by=by, at=at)
    return kept


DONE = frozenset({EnrolmentState.ATTENDED, EnrolmentState.ABSENT, EnrolmentState.CANCELLED})
