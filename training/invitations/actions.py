"""Inviting, reminding, sending another link, noting answers; what one answers is in `training.answers`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.ids import uuid7
from registrations.journal import actions as journal
from registrations.messages.actions import Telling, tell_each
from registrations.people.models import User
from registrations.states import move
from training.catalogue.rules import may_manage_training
from training.invitations.errors import (
    AlreadyAnswered,
    AnswerDateOutOfOrder,
    AnswerOverdue,
    InvitationWithdrawn,
    NobodyToInvite,
    NotByInvitation,
    NothingToAnswer,
    NotPublishedYet,
    RemindedToday,
    TooManyLines,
)
from training.invitations.models import Invitation, InvitationRound
from training.invitations.queries import Asked, Judged, forgettable, has_seat, judge, new_hash
from training.invitations.rules import MOST_LINES, NEXT, UNDECIDED, InvitationState, remind_at
from training.sessions.models import Session
from training.sessions.rules import SessionState, Visibility

BATCH = 500


def check_invitations(session: Session, asked: Asked, *, answer_by: datetime, by: Actor, at: datetime) -> list[Judged]:
    """A verdict for each line; nothing is written.

    Raises `NotByInvitation`, `NotPublishedYet`, `AnswerDateOutOfOrder`, `NobodyToInvite`, `TooManyLines`.
    """
    _only_training(by)
    if session.visibility != Visibility.INVITATION:
        raise NotByInvitation()
    if session.state == SessionState.DRAFT:
        raise NotPublishedYet()
    if session.state == SessionState.CANCELLED or session.starts_at <= at:
        raise NothingToAnswer()
    _check_due(session, answer_by, at=at)
    if not asked:
        raise NobodyToInvite()
    lines = judge(session, asked, at=at)
    if len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    return lines


def _check_due(session: Session, answer_by: datetime, *, at: datetime) -> None:
    """A yes registers: it is not asked for after the registration, nor after the session began."""
    if not at < answer_by <= min(session.starts_at, session.closes_at):
        raise AnswerDateOutOfOrder()


@transaction.atomic
def invite(
    session: Session, asked: Asked, *, answer_by: datetime, words: str = "", by: Actor, at: datetime
) -> list[Judged]:
    """Invite those of the list who can be, each told once; the lines with what became of them.

    Two lists sent at once invite nobody twice: the session's row is held meanwhile. Raises what the check does.
    """
    _only_training(by)
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    lines = check_invitations(session, asked, answer_by=answer_by, by=by, at=at)
    people = [line for line in lines if line.sent]
    if people:
        said = "\n".join(words.strip().splitlines())  # a form ends lines by two characters
        together = InvitationRound.objects.create(session=session, words=said, by=by.person, created_at=at)
        rows = [_row(line, together, answer_by=answer_by, at=at) for line in people]
        Invitation.objects.bulk_create(rows, batch_size=BATCH)
        _tell("session-invitation", rows, at=at, not_after=answer_by)
        guests = sum(line.person is None for line in people)
        journal.log(session, "training.invite", by=by, at=at, people=len(rows), guests=guests)
    return lines


def _row(line: Judged, together: InvitationRound, *, answer_by: datetime, at: datetime) -> Invitation:
    uuid = uuid7()
    return Invitation(
        uuid=uuid,
        session=together.session,
        round=together,
        person=line.person,
        address="" if line.person else line.address,
        name="" if line.person else line.name,
        language=line.person.language if line.person else together.session.activity.language or "fr",
        organisation=line.organisation,
        group=line.group,
        hash=new_hash(uuid, 0),
        invited_at=at,
        answer_by=answer_by,
        remind_at=remind_at(at, answer_by),
    )


def _tell(kind: str, rows: Sequence[Invitation], *, at: datetime, not_after: datetime | None = None) -> None:
    tellings = [
        Telling(row.uuid, row.person, row.address, row.language, f"{kind}:{row.uuid}:{row.turn}:{localdate(at)}")
        for row in rows
        if row.person or row.address
    ]
    tell_each(kind, tellings, at=at, not_after=not_after)


@transaction.atomic
def remind_silent(invitations: Sequence[Invitation], *, by: Actor, at: datetime) -> int:
    """The planned reminder of those who have not answered: once, whoever sweeps; how many were told."""
    told = []
    for row in invitations:
        due = Invitation.objects.undecided(at=at).filter(pk=row.pk, reminded_at=None)
        if due.update(reminded_at=at):
            journal.log(row, "training.remind_invited", by=by, at=at)
            told.append(row)
    for row in told:
        _tell("session-invitation-reminder", [row], at=at, not_after=row.answer_by)
    return len(told)


@transaction.atomic
def remind(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Remind one person now. Raises `AlreadyAnswered`, `RemindedToday` and what `check_answerable` does."""
    _only_training(by)
    kept = keep(invitation)
    check_answerable(kept, at=at)
    if kept.state not in UNDECIDED or has_seat(kept):
        raise AlreadyAnswered()
    if localdate(max(kept.invited_at, kept.reminded_at or kept.invited_at)) == localdate(at):
        raise RemindedToday()
    Invitation.objects.filter(pk=kept.pk).update(reminded_at=at)
    journal.log(kept, "training.remind_invited", by=by, at=at)
    _tell("session-invitation-reminder", [kept], at=at, not_after=kept.answer_by)


@transaction.atomic
def send_new_link(invitation: Invitation, *, answer_by: datetime, by: Actor, at: datetime) -> Invitation:
    """Another link, which takes the place of the one they had, and until when to answer by it."""
    _only_training(by)
    kept = keep(invitation)
    if kept.state == InvitationState.REVOKED:
        raise InvitationWithdrawn()
    session = kept.session
    if session.state != SessionState.PUBLISHED or session.starts_at <= at:
        raise NothingToAnswer()
    _check_due(session, answer_by, at=at)
    turn = kept.turn + 1
    changes: dict[str, Any] = {"turn": turn, "hash": new_hash(kept.uuid, turn), "answer_by": answer_by}
    changes |= {"remind_at": remind_at(at, answer_by), "reminded_at": None}
    Invitation.objects.filter(pk=kept.pk).update(**changes)
    kept.refresh_from_db()
    journal.log(kept, "training.renew_invitation", by=by, at=at)
    _tell("session-invitation", [kept], at=at, not_after=answer_by)
    return kept


def revoke(kept: Invitation, *, by: Actor, at: datetime) -> None:
    """Withdraw an invitation whose row the caller holds; a seat is given up before, by the feature above."""
    _only_training(by)
    note(kept, InvitationState.REVOKED, revoked_at=at)
    journal.log(kept, "training.revoke_invitation", by=by, at=at)
    if kept.session.state == SessionState.PUBLISHED and kept.session.starts_at > at:
        _tell("session-invitation-withdrawn", [kept], at=at)


def keep(invitation: Invitation) -> Invitation:
    """The row, locked and read afresh: after its person, before the pools (docs/decisions/0013).

    Its person is read after, by another statement: joined to the lock, it would be who it was before the wait.
    """
    return Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)


def check_answerable(kept: Invitation, *, at: datetime) -> None:
    """Raises `InvitationWithdrawn`, `NothingToAnswer` or `AnswerOverdue`."""
    if kept.state == InvitationState.REVOKED:
        raise InvitationWithdrawn()
    if kept.session.state != SessionState.PUBLISHED or kept.session.starts_at <= at:
        raise NothingToAnswer()
    if kept.answer_by <= at:
        raise AnswerOverdue(instant=kept.answer_by)


def note(kept: Invitation, to: str, **fields: Any) -> None:
    """Move a row that the caller holds."""
    move(Invitation.objects.all(), kept.pk, table=NEXT, from_=kept.state, to=to, **fields)
    kept.state = to
    for name, value in fields.items():
        setattr(kept, name, value)


def note_seat(session: Session, person: User, *, to: str, at: datetime) -> None:
    """Whoever takes a seat comes, whoever gives it up does not: the answer follows. The caller holds the person."""
    if session.visibility == Visibility.INVITATION:
        rows = Invitation.objects.standing().filter(session=session, person=person).exclude(state=to)
        rows.update(state=to, answered_at=at)


@transaction.atomic
def claim_invitations(person: User, email: str, by: Actor, at: datetime) -> None:
    """An address was proved: the invitations that it received are that person's, those apart that they have already."""
    theirs = Invitation.objects.standing().filter(person=None, address=email.lower())
    if not theirs.exists():
        return
    for row in theirs.exclude(session__in=_invited_to(person)).order_by("pk"):
        with constraint_means(Invitation, "invitation_one_per_person", AlreadyAnswered()):
            Invitation.objects.filter(pk=row.pk, person=None).update(person=person, address="", name="")
        journal.log(row, "training.claim_invitation", by=by, at=at)


def _invited_to(person: User) -> Any:
    return Invitation.objects.standing().filter(person=person).values("session")


@transaction.atomic
def forget_guests(_by: Actor, at: datetime) -> int:
    """The addresses of guests who never took a seat go a month after the session; the answers stay, without a name."""
    return forgettable(localdate(at)).update(address="", name="", forgotten_at=at)


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
