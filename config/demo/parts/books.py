"""The books of the demo: accounts numbered, last fiscal year closed, two weeks of nights that found nothing."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from config.demo.bringing import LOADER
from config.demo.parts.money import GIFT
from config.demo.parts.register import first_day
from registrations.accounting.actions import (
    close_books,
    explain_discrepancy,
    record_reconciliation,
    set_accounts,
)
from registrations.accounting.models import Discrepancy, ProviderState
from registrations.accounting.queries.closings import accounting_codes
from registrations.accounting.registry import CHECKS, Scope
from registrations.accounting.rules.posting import Account
from registrations.actors import Actor, Via
from registrations.models import User

NUMBERS = {
    "receivable": "1200",
    "bank": "1010",
    "card": "1050",
    "credits": "2400",
    "refunds": "2450",
    "disputes": "1250",
    "gst": "2310",
    "qst": "2320",
    "hst": "2330",
    "bad_debts": "5600",
    "fees": "5650",
}
NIGHTS = 14
NOTE = "Don reçu par la page de dons, hors de la plateforme : inscrit à la main au grand livre."


def load(*, at: datetime) -> None:
    """After everything that is sold."""
    codes = {Account("revenue", code): code or "4900" for code in accounting_codes()}
    set_accounts({Account(role): number for role, number in NUMBERS.items()} | codes, by=LOADER, at=at)
    close_books(last=first_day(localdate(at)) - timedelta(days=1), by=LOADER, at=at)
    for night in range(NIGHTS, 0, -1):
        compare(localdate(at) - timedelta(days=night), at=at)
    explain(at=at)


def explain(*, at: datetime) -> None:
    """What the last night found of a gift that the card provider took for another page than ours."""
    team = User.objects.get(email="accounting@demo.test")
    by = Actor(person=team, roles=frozenset({"accounting"}), via=Via.ADMIN)
    for each in Discrepancy.objects.filter(name=GIFT):
        explain_discrepancy(discrepancy=each, note=NOTE, by=by, at=at)


def compare(day: date, *, at: datetime) -> None:
    """What each night would have written; the last one really looks."""
    last = day == localdate(at) - timedelta(days=1)
    scope = Scope(at, day)
    found = {kind: {each.key: each for each in check.find(scope)} for kind, check in CHECKS.items()} if last else {}
    night = min(at, at - (localdate(at) - day - timedelta(days=1)))
    named = {"provider": ProviderState.OFF, "checked": 0, "by": LOADER}
    record_reconciliation(day=day, found=found, started_at=night, at=night, **named)
