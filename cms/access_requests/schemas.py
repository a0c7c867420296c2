"""Requests of access in the API."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from cms.access_requests.models import AccessRequest
from registrations.schemas import In

Words = Annotated[str, Field(min_length=1, max_length=2000)]


class AccessRequestIn(In):
    """What one needs the resource for."""

    reason: Words


class ReplyIn(In):
    """The answer to the library's question."""

    reply: Words


class AccessRequestOut(Schema):
    """One of the caller's requests; `open_until` once it is granted."""

    id: UUID
    resource: str
    title: str
    state: str
    reason: str
    question: str
    reply: str
    answer: str
    asked_at: datetime
    answer_by: date
    answered_at: datetime | None
    open_until: datetime | None

    @classmethod
    def of(cls, row: AccessRequest) -> "AccessRequestOut":
        return cls(
            id=row.uuid,
            resource=row.resource.slug,
            title=row.resource.title,
            state=row.state,
            reason=row.reason,
            question=row.question,
            reply=row.reply,
            answer=row.answer,
            asked_at=row.asked_at,
            answer_by=row.answer_by,
            answered_at=row.answered_at,
            open_until=row.grant.ends_at if row.grant else None,
        )
