"""Months, quarters and fiscal years: stretches of whole days that never overlap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.dates import day_after, day_begins

QUIET = timedelta(hours=1)
"""After midnight, how long a day stays open: an act that began before it is written by then."""


class Length(TextChoices):
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Fiscal year")


MONTHS = {Length.MONTH: 1, Length.QUARTER: 3, Length.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `first` to the day before `after`."""

    first: date
    after: date

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def begins(self) -> datetime:
        """Its first instant, in Montréal."""
        return day_begins(self.first)

    @property
    def ends(self) -> datetime:
        """The instant at which it is over."""
        return day_begins(self.after)

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.after


def plus_months(day: date, months: int) -> date:
    """The first of the month that comes so many months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def period_of(day: date, length: str, *, first_month: int) -> Period:
    """The month, quarter or fiscal year that holds this day; quarters are those of the fiscal year."""
    months = MONTHS[Length(length)]
    first = plus_months(day, -((day.month - first_month) % 12 % months))
    return Period(first, plus_months(first, months))


def period_of_day(day: date) -> Period:
    return Period(day, day + timedelta(days=1))


def shifted(period: Period, months: int) -> Period:
    """The same stretch of months, so many months later; the period begins and ends with a month."""
    return Period(plus_months(period.first, months), plus_months(period.after, months))


def months_of(period: Period) -> Iterator[date]:
    """The first day of each of its months."""
    month = period.first.replace(day=1)
    while month < period.after:
        yield month
        month = plus_months(month, 1)


def may_close(until: date, *, at: datetime) -> bool:
    """A day is closed once it is over, and an hour more: nothing can be dated in it any more."""
    return day_after(until) + QUIET <= at
