"""Shapes of one's invitations."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from registrations.questions.schemas import Answers, by_key
from registrations.schemas import In
from training.invitations.models import Invitation
from training.sessions.schemas import MeetingOut


class AnswerIn(In):
    """`terms_accepted`: the person accepts the programme's terms, where it has any. `answers` are to the session's
    `questions`, for a *yes*."""

    answer: Literal["yes", "no", "maybe"]
    terms_accepted: bool = False
    answers: Answers | None = None
    sensitive_consent: bool = False

    @property
    def taking(self) -> dict[str, Any]:
        """What goes with a *yes*, as the action takes it."""
        answers = by_key(self.answers)
        return {"accepted": self.terms_accepted, "answers": answers, "consented": self.sensitive_consent}


class InvitationOut(Schema):
    """`state` is what was answered: `invited` (nothing yet), `yes`, `no`, `maybe`, or `expired` once the time to answer
    is over without a yes or a no. `place` is the state of the person's registration, null without one."""

    id: UUID
    session: UUID
    title: str
    meetings: list[MeetingOut]
    state: Literal["invited", "yes", "no", "maybe", "expired"]
    invited_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    organisation: str | None
    place: str | None

    @classmethod
    def of(cls, row: Invitation, *, place: str, at: datetime) -> "InvitationOut":
        """As it stands at that instant; its session, activity and meetings are in hand."""
        return cls(
            id=row.uuid,
            session=row.session.uuid,
            title=row.session.activity.title,
            meetings=[MeetingOut(starts_at=one.starts_at, ends_at=one.ends_at) for one in row.session.meetings.all()],
            state=row.state_at(at),
            invited_at=row.invited_at,
            answer_by=row.answer_by,
            answered_at=row.answered_at,
            organisation=row.organisation.slug if row.organisation else None,
            place=place or None,
        )
