"""What a list of rules would change, counted: pure."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from cms.diffusion.rules import Rule, named, opening_of

Span = tuple[date, date]
"""Days of publication: after the first, up to the second."""
EARLIEST = date.min


class Calendar:
    """How many works of one kind were published up to a day."""

    def __init__(self, days: Mapping[date, int]) -> None:
        self.days = sorted(days)
        self.sums = [0, *accumulate(days[day] for day in self.days)]

    def until(self, day: date) -> int:
        return self.sums[bisect_right(self.days, day)]

    def within(self, span: Span) -> int:
        return self.until(span[1]) - self.until(span[0])


@dataclass(frozen=True, slots=True)
class Shift:
    """For one kind, audience and verb: works published within these days open, or close."""

    kind: str
    audience: str
    verb: str
    span: Span
    opens: bool

    def concerns(self, kind: str, published_on: date) -> bool:
        return kind == self.kind and self.span[0] < published_on <= self.span[1]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many works open and close for one audience and one verb."""

    audience: str
    verb: str
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changes on a day: `changed` works, one or several answers each."""

    total: int
    changed: int
    gained: int
    lost: int
    cells: list[Cell]
    shifts: list[Shift] = field(default_factory=list)


def shifts(
    before: Iterable[Rule],
    after: Iterable[Rule],
    *,
    kinds: Iterable[str],
    audiences: Iterable[str],
    verbs: Iterable[str],
    on: date,
) -> list[Shift]:
    """The days of publication whose works open or close, question by question."""
    before, after, audiences, verbs = tuple(before), tuple(after), tuple(audiences), tuple(verbs)
    found = []
    for kind in kinds:
        for audience in audiences:
            for verb in verbs:
                old, new = (_last_open(rules, kind, audience, verb, on=on) for rules in (before, after))
                if old != new:
                    found.append(Shift(kind, audience, verb, (min(old, new), max(old, new)), opens=new > old))
    return found


def outcome(found: list[Shift], works: Mapping[str, Mapping[date, int]]) -> Outcome:
    """The shifts over works, given how many of each kind were published each day."""
    calendars = {kind: Calendar(days) for kind, days in works.items()}
    counted = [(shift, calendars[shift.kind].within(shift.span)) for shift in found if shift.kind in calendars]
    cells: dict[tuple[str, str], list[int]] = {}
    for shift, number in counted:
        cells.setdefault((shift.audience, shift.verb), [0, 0])[0 if shift.opens else 1] += number
    spans = {kind: [shift.span for shift in found if shift.kind == kind] for kind in calendars}
    return Outcome(
        total=sum(calendar.sums[-1] for calendar in calendars.values()),
        changed=sum(_union(calendar, spans[kind]) for kind, calendar in calendars.items()),
        gained=sum(number for shift, number in counted if shift.opens),
        lost=sum(number for shift, number in counted if not shift.opens),
        cells=[Cell(*key, *numbers) for key, numbers in cells.items() if any(numbers)],
        shifts=[shift for shift, number in counted if number],
    )


def _last_open(rules: tuple[Rule, ...], kind: str, audience: str, verb: str, *, on: date) -> date:
    """The latest day of publication whose works are open on that day; none is before the first of all days."""
    delay = opening_of(rules, kind=kind, audiences=named(audience), verb=verb).delay_days
    return EARLIEST if delay is None else on - timedelta(days=delay)


def _union(calendar: Calendar, spans: list[Span]) -> int:
    """Works of one kind within at least one of the spans."""
    total, reached = 0, EARLIEST
    for first, last in sorted(spans):
        total += calendar.within((max(first, reached), last)) if last > reached else 0
        reached = max(reached, last)
    return total
