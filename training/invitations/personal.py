"""What invitations hold of a person: to what they were invited and what they answered; whom of the team invited."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.people.models import User
from registrations.people.registry import Merge
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Gone, Kept, Retention
from training.invitations.actions import forget_guests
from training.invitations.models import Invitation, InvitationRound
from training.invitations.queries import forgettable
from training.invitations.rules import InvitationState


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := _standing(person).count():
        yield Ends(_("Invitations to sessions: their links open nothing any more"), number)
    if number := Invitation.objects.filter(person=person).count():
        yield Kept(_("Invitations to sessions"), number, _("Session, answer and dates, without any name."))
    if number := Invitation.objects.filter(address__in=_addresses(person)).count():
        yield Gone(_("Addresses invited to sessions as guests"), number)
    if number := InvitationRound.objects.filter(by=person).count():
        yield Kept(_("Invitations that they sent, without their name"), number, _("They show who was asked."))


def erase(person: User, by: Actor, at: datetime) -> None:
    """Their links open nothing; a guest's address that turns out to be theirs goes."""
    for row in _standing(person):
        Invitation.objects.filter(pk=row.pk).update(state=InvitationState.REVOKED, revoked_at=at)
        log(row, "training.revoke_invitation", by=by, at=at)
    Invitation.objects.filter(address__in=_addresses(person)).update(address="", name="", forgotten_at=at)


def _standing(person: User) -> "QuerySet[Invitation]":
    return Invitation.objects.standing().filter(person=person)


def _addresses(person: User) -> list[str]:
    return [address.lower() for address in (person.email, person.contact_email) if address]


def invitations(person: User) -> Iterator[Mapping[str, Any]]:
    rows = Invitation.objects.filter(person=person).select_related("session__activity", "organisation", "group")
    for row in rows.order_by("pk"):
        yield {
            "id": str(row.uuid),
            "activity": row.session.activity.title,
            "session": row.session.code,
            "starts_at": row.session.starts_at,
            "organisation": row.organisation.name if row.organisation else "",
            "group": row.group.name if row.group else "",
            "invited_at": row.invited_at,
            "answer": str(row.get_state_display()),
            "answered_at": row.answered_at,
            "reminded_at": row.reminded_at,
        }


def _move(kept: User, dropped: User, _by: Actor, at: datetime) -> None:
    """Invited twice to one session: the answer that was given stands, else the kept record's."""
    theirs = {row.session_id: row for row in _standing(dropped)}
    for mine in _standing(kept).filter(session__in=theirs):
        other = theirs[mine.session_id]
        loser = mine if mine.answered_at is None and other.answered_at is not None else other
        if other.state == InvitationState.YES:  # the seat moves with the other record's rows
            loser = mine
        Invitation.objects.filter(pk=loser.pk).update(state=InvitationState.REVOKED, revoked_at=at)
    Invitation.objects.filter(person=dropped).update(person=kept)


MERGES = [Merge(_move, ("training.invitation.person",))]
ERASURES = [
    Erasure(preview, erase, speaks_for=("training.invitation.person", "training.invitationround.by")),
]
EXPORTS = [
    Export(
        "session_invitations",
        _("Your invitations to sessions"),
        invitations,
        columns={
            "activity": _("Activity"),
            "starts_at": _("Date"),
            "invited_at": _("Invited on"),
            "answer": _("Answer"),
        },
        correct="training_answers:mine",
    )
]
RETENTIONS = [
    Retention(
        "invited_guests",
        _("Addresses of guests invited to sessions who took no seat"),
        _("Forgotten thirty days after the session; what was answered stays, without a name."),
        lambda on: forgettable(on).count(),
        forget_guests,
    )
]
