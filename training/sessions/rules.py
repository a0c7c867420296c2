"""States of a session, its registration window, its meetings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.dates import MONTREAL


class SessionState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


NEXT: dict[str, frozenset[str]] = {
    SessionState.DRAFT: frozenset({SessionState.PUBLISHED, SessionState.CANCELLED}),
    SessionState.PUBLISHED: frozenset({SessionState.CANCELLED}),
    SessionState.CANCELLED: frozenset(),
}


class Visibility(TextChoices):
    """Who may know of a session: anybody, those who have its address, those who are invited."""

    PUBLIC = "public", _("Public")
    UNLISTED = "unlisted", _("Unlisted")
    INVITATION = "invitation", _("By invitation")


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
    join_url: str = ""
    part: str = ""
    mandatory: bool = False


def registration(state: str, *, opens_at: datetime, closes_at: datetime, at: datetime) -> Registration:
    """Where registration stands at that instant."""
    if state != SessionState.PUBLISHED:
        return Registration.DRAFT if state == SessionState.DRAFT else Registration.CANCELLED
    if at < opens_at:
        return Registration.SCHEDULED
    return Registration.OPEN if at < closes_at else Registration.CLOSED


def weeks_later(at: datetime, weeks: int) -> datetime:
    """The same day of the week at the same hour of Montréal's clocks, whatever became of the clocks meanwhile."""
    local = at.astimezone(MONTREAL).replace(tzinfo=None) + timedelta(weeks=weeks)
    return local.replace(tzinfo=MONTREAL)


def weeks_between(first: date, other: date) -> int:
    """The whole number of weeks nearest to the days between: 52 for a year."""
    return round((other - first).days / 7)


def later(period: Period, weeks: int) -> Period:
    """The same meeting some weeks later; its link is not known yet."""
    starts_at, ends_at = weeks_later(period.starts_at, weeks), weeks_later(period.ends_at, weeks)
    return replace(period, starts_at=starts_at, ends_at=ends_at, join_url="")


@dataclass(frozen=True, slots=True)
class Naming:
    """How copies are named: `old` replaced by `new`; a name that has not `old` gets `new` at its end."""

    old: str
    new: str

    def of(self, name: str, longest: int) -> str:
        """The copy's name, no longer than the column holds."""
        if self.old and self.old in name:
            return name.replace(self.old, self.new)[:longest]
        end = f"-{self.new}"
        return name[: longest - len(end)] + end


def moved(before: Sequence[datetime], wanted: Sequence[datetime]) -> dict[int, int]:
    """Which meeting becomes which, by their places: what starts at the same instant stays, the others move in order.

    What is in neither is a meeting less, or one more. So a meeting that moves keeps its identity in calendars.
    """
    stay = {i: wanted.index(start) for i, start in enumerate(before) if start in wanted}
    free = (j for j in range(len(wanted)) if j not in stay.values())
    return stay | dict(zip((i for i in range(len(before)) if i not in stay), free, strict=False))


def links_to_join(own: str, of_session: str, of_meetings: Sequence[str]) -> list[str]:
    """Where one person joins each meeting: by the meeting's own link when it has one that the others have not, else by
    the person's own, else by the session's."""
    known = {link for link in of_meetings if link}
    shared = of_session or (known.pop() if len(known) == 1 else "")
    return [link if link and link != shared else own or shared for link in of_meetings]


def in_order(meetings: Sequence[Period]) -> bool:
    """At least one meeting, each ending after it starts, none overlapping another."""
    ordered = sorted(meetings, key=lambda meeting: meeting.starts_at)
    lasting = all(meeting.starts_at < meeting.ends_at for meeting in ordered)
    return bool(ordered) and lasting and all(a.ends_at <= b.starts_at for a, b in pairwise(ordered))


def cancel_before(starts_at: datetime, *, hours: int) -> datetime:
    """Until when people may cancel by themselves."""
    return starts_at - timedelta(hours=hours)
