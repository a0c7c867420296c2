"""The days of a calendar: a month or a week, by weeks that begin on Monday."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTH, WEEK = "mois", "semaine"
EARLIEST, LATEST = date(2000, 1, 3), date(2099, 12, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """What is shown around a day, and the days that lead to what comes before and after."""

    view: str
    day: date
    weeks: list[list[date]]
    previous: date
    following: date

    @property
    def first(self) -> date:
        return self.weeks[0][0]

    @property
    def last(self) -> date:
        return self.weeks[-1][-1]

    def holds(self, day: date) -> bool:
        """Whether the day belongs to the month that is shown; always, in a week."""
        return self.view == WEEK or (day.year, day.month) == (self.day.year, self.day.month)


def span(view: str, day: date) -> Span:
    """The week of a day, or the whole weeks of its month."""
    day = min(max(day, EARLIEST), LATEST)
    if view == WEEK:
        monday = _monday(day)
        return Span(WEEK, monday, [_week(monday)], monday - timedelta(weeks=1), monday + timedelta(weeks=1))
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    mondays = [_monday(first)]
    while mondays[-1] + timedelta(weeks=1) < after:
        mondays.append(mondays[-1] + timedelta(weeks=1))
    before = (first - timedelta(days=1)).replace(day=1)
    return Span(MONTH, first, [_week(monday) for monday in mondays], before, after)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]
