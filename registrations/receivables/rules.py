"""Ages of what is owed, the proposed use of a cheque, running balances, which reminder is due: from facts in hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from registrations.actors import Actor, Role

FIRST_DAYS = (0, 1, 31, 61, 91)
"""The first day late of each age: not due yet, 1 to 30 days, 31 to 60, 61 to 90, more."""


def age_of(due_on: date, *, on: date) -> int:
    """The first day of the age that an amount due that day has."""
    late = max((on - due_on).days, 0)
    return max(first for first in FIRST_DAYS if first <= late)


def by_age(owed: Iterable[tuple[date, int]], *, on: date) -> dict[int, int]:
    """Cents owed in each age, from (due date, cents)."""
    sums = dict.fromkeys(FIRST_DAYS, 0)
    for due_on, cents in owed:
        sums[age_of(due_on, on=on)] += cents
    return sums


@dataclass(frozen=True, slots=True)
class Open:
    """An order that something is owed on. `whole`: it waits for a card, and is paid whole or not at all."""

    key: int
    due_cents: int
    whole: bool = False


def proposed(cents: int, owed: Sequence[Open]) -> dict[int, int]:
    """How an amount is used when nobody says otherwise: in the order given, each as far as it goes."""
    parts: dict[int, int] = {}
    for one in owed:
        part = min(cents, one.due_cents)
        if part and (part == one.due_cents or not one.whole):
            parts[one.key] = part
            cents -= part
    return parts


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an account: above zero it is owed to the association, below it is paid or credited."""

    on: date
    kind: str
    label: str
    cents: int
    order: str = ""


def running(opening_cents: int, entries: Iterable[Entry]) -> list[tuple[Entry, int]]:
    """Each entry with the balance after it."""
    found = list(entries)
    balances = accumulate((entry.cents for entry in found), initial=opening_cents)
    next(balances)
    return list(zip(found, balances, strict=True))


@dataclass(frozen=True, slots=True)
class StepFact:
    """A reminder step: so many days after the due date, for invoices whose day comes on `since` or later."""

    pk: int
    days: int
    since: date


def step_due(due_on: date, steps: Iterable[StepFact], *, since: date, on: date) -> StepFact | None:
    """The latest step that an invoice has reached; none whose day came before reminders, or the step, were there."""
    reached = [
        step
        for step in steps
        if due_on + timedelta(days=step.days) <= on and due_on + timedelta(days=step.days) >= max(since, step.since)
    ]
    return max(reached, key=lambda step: step.days, default=None)


def may_collect(by: Actor) -> bool:
    """Reminders, their texts and pauses are accounting's."""
    return by.has(Role.ACCOUNTING)
