"""When people are reminded of a meeting, and thanked after the last one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.dates import MONTREAL

HOUR = time(9)
"""When the mails of a morning leave, on Montréal's clocks."""
THANKED_WITHIN = timedelta(days=30)
LONGEST = 14
"""Days before a meeting, at most, at which people are reminded of it."""


class ReminderKind(TextChoices):
    DAYS = "days", _("Some days before")
    HOUR = "hour", _("One hour before")


@dataclass(frozen=True, slots=True)
class Window:
    """A reminder may leave from `opens_at`; from `closes_at` on it would come too late, and never leaves."""

    kind: ReminderKind
    opens_at: datetime
    closes_at: datetime

    def holds(self, at: datetime) -> bool:
        """Whether it may leave now."""
        return self.opens_at <= at < self.closes_at


def windows(starts_at: datetime, *, days: int | None, hour: bool) -> Iterator[Window]:
    """The reminders of one meeting: `days` before at nine (none when empty or 0), and, for those who join a call, an
    hour before. The one takes over from the other, so that nobody gets both at once."""
    last = starts_at - timedelta(hours=1) if hour else starts_at
    if days and (morning := days_before(starts_at, days)) < last:
        yield Window(ReminderKind.DAYS, morning, last)
    if hour:
        yield Window(ReminderKind.HOUR, last, starts_at)


def days_before(starts_at: datetime, days: int) -> datetime:
    """Nine o'clock, so many Montréal days before."""
    return datetime.combine(starts_at.astimezone(MONTREAL).date() - timedelta(days=days), HOUR, tzinfo=MONTREAL)


def thanked_from(ends_at: datetime) -> datetime:
    """Nine o'clock the day after the last meeting."""
    return datetime.combine(ends_at.astimezone(MONTREAL).date() + timedelta(days=1), HOUR, tzinfo=MONTREAL)
