"""Dues and renewal: brackets, who may do what, what is missing, when to remind. No clock, no database.

There is no proration: who joins in the course of a year owes the year's dues, as the by-laws of such alliances say; the
accountant may credit a part. Members who renew need no new resolution of the board (they keep that of their admission)
unless the campaign says that the board resolves each renewal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registrations.actors import Actor, Role

REMINDERS = (-30, -7, 0, 7, 21)
"""Days from the due date: two before, the day itself, two after."""
WINDOW = 5
"""A reminder whose day was missed by more than this is not sent any more: the next one is."""
SOON = 14
"""How many days before the rights end a mail says so."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """Dues of a budget of at least `from_cents`, up to where the next bracket starts."""

    from_cents: int
    amount_cents: int


def is_whole(brackets: Sequence[Bracket]) -> bool:
    """Every budget has one amount: the first bracket starts at 0 and each starts above the one before.

    Brackets keep where they start and nothing else, so that a scale can have neither hole nor overlap.
    """
    starts = [bracket.from_cents for bracket in brackets]
    rising = all(before < after for before, after in pairwise(starts))
    return bool(starts) and starts[0] == 0 and rising and all(bracket.amount_cents >= 0 for bracket in brackets)


def dues_of(brackets: Iterable[Bracket], budget_cents: int) -> int:
    """What a budget owes: the amount of the last bracket that starts at it or below."""
    under = [bracket for bracket in brackets if bracket.from_cents <= budget_cents]
    return max(under, key=lambda bracket: bracket.from_cents).amount_cents


class Section(TextChoices):
    """The parts of a declaration, in the order in which they are done."""

    BUDGET = "budget", _("Budget")
    SERVICES = "services", _("Services and measures")
    CONTACTS = "coordonnees", _("Contact details and points of service")
    STAFF = "personnel", _("Staff")


def done(content: Mapping[str, Any], *, has_budget: bool) -> frozenset[str]:
    """The parts that are complete."""
    confirmed = {section for section in Section.values if content.get(section, {}).get("confirmed")}
    return frozenset(confirmed - {Section.BUDGET.value} | ({Section.BUDGET.value} if has_budget else set()))


def missing(content: Mapping[str, Any], *, has_budget: bool) -> list[Section]:
    """The parts still to complete."""
    complete = done(content, has_budget=has_budget)
    return [section for section in Section if section not in complete]


class Step(TextChoices):
    """Where an organisation is in the campaign; each is a filter of the list."""

    TOLD = "told", _("Told")
    DECLARED = "declared", _("Declared")
    INVOICED = "invoiced", _("Invoiced")
    PAID = "paid", pgettext_lazy("organisations at a step", "Paid")
    UNDECLARED = "undeclared", _("Not declared")
    LATE = "late", _("Declaration late")
    PROVISIONAL = "provisional", _("Provisional, to correct")
    UNPAID = "unpaid", _("Invoiced, not paid")
    TO_INVOICE = "to_invoice", _("Signed, not invoiced")
    DECLINED = "declined", _("Does not renew")
    LAPSED = "lapsed", pgettext_lazy("organisations at a step", "Lapsed")


SHOWN_STEPS = (Step.TOLD, Step.DECLARED, Step.INVOICED, Step.PAID, Step.LAPSED)
"""Those of the chart."""


NEWCOMERS = timedelta(days=30)
"""The time that an organisation admitted after the due date has to declare."""


def due_day(campaign_due_on: date, *, told_on: date | None) -> date:
    """When one organisation must have signed: the campaign's day, or a month after it was asked if that came later."""
    late_comer = told_on is not None and told_on > campaign_due_on
    return told_on + NEWCOMERS if told_on and late_comer else campaign_due_on


def reminder_due(*, due_on: date, days: Iterable[int], told_on: date, on: date) -> int | None:
    """The reminder to send that day, as its number of days from the due date: the latest one only, and once told."""
    passed = [day for day in days if told_on < due_on + timedelta(days=day) <= on]
    latest = max(passed, default=None)
    fresh = latest is not None and on <= due_on + timedelta(days=latest + WINDOW)
    return latest if fresh else None


class Notice(StrEnum):
    """What is said of the end of an organisation's rights."""

    SOON = "soon"
    LAPSED = "lapsed"


def notice_due(*, lapses_on: date, on: date) -> Notice | None:
    """Two weeks before the rights end, then the day they end (or in the days after, had the machine slept)."""
    if lapses_on - timedelta(days=SOON) <= on < lapses_on:
        return Notice.SOON
    return Notice.LAPSED if lapses_on <= on <= lapses_on + timedelta(days=WINDOW) else None


def may_keep_renewals(by: Actor) -> bool:
    """Scales, campaigns, provisional invoices and budgets are accounting's."""
    return by.has(Role.ACCOUNTING)


def may_prepare(*, is_registrar: bool, is_director: bool) -> bool:
    """The registrars and the direction prepare, several of them at will."""
    return is_registrar or is_director


def may_sign(*, is_director: bool) -> bool:
    """Only the direction signs: a verified post of director in the organisation that day."""
    return is_director
