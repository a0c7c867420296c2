"""States of a session, its registration window, its meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SessionState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


NEXT: dict[str, frozenset[str]] = {
    SessionState.DRAFT: frozenset({SessionState.PUBLISHED, SessionState.CANCELLED}),
    SessionState.PUBLISHED: frozenset({SessionState.CANCELLED}),
    SessionState.CANCELLED: frozenset(),
}


class Registration(TextChoices):
    """What a visitor may expect now; derived from the state and the window, never stored."""

    DRAFT = "draft", _("Not published")
    SCHEDULED = "scheduled", _("Opens soon")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Registration closed")
    CANCELLED = "cancelled", _("Cancelled")


@dataclass(frozen=True, slots=True)
class Period:
    """A meeting to be: from `starts_at` to `ends_at`."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""


def registration(state: str, *, opens_at: datetime, closes_at: datetime, at: datetime) -> Registration:
    """Where registration stands at that instant."""
    if state != SessionState.PUBLISHED:
        return Registration.DRAFT if state == SessionState.DRAFT else Registration.CANCELLED
    if at < opens_at:
        return Registration.SCHEDULED
    return Registration.OPEN if at < closes_at else Registration.CLOSED


def in_order(meetings: Sequence[Period]) -> bool:
    """At least one meeting, each ending after it starts, none overlapping another."""
    ordered = sorted(meetings, key=lambda meeting: meeting.starts_at)
    lasting = all(meeting.starts_at < meeting.ends_at for meeting in ordered)
    return bool(ordered) and lasting and all(a.ends_at <= b.starts_at for a, b in pairwise(ordered))


def cancel_before(starts_at: datetime, *, hours: int) -> datetime:
    """Until when people may cancel by themselves."""
    return starts_at - timedelta(hours=hours)
