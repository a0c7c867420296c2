"""Until when the books are closed, and the account numbers that hold for a day."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registrations.accounting.models import AccountMap, Closing
from registrations.accounting.rules.posting import Account
from registrations.orders.models import OrderLine, TaxProfile

Numbers = Mapping[Account, str]


def live_closings() -> list[Closing]:
    """Those that hold, the oldest first."""
    return list(Closing.objects.filter(reopened_at=None).order_by("until"))


def closed_until() -> date | None:
    """The last day that is closed."""
    last = Closing.objects.filter(reopened_at=None).order_by("-until").first()
    return last.until if last else None


def numbers() -> dict[Account, str]:
    """The account numbers as accounting gives them now."""
    rows = AccountMap.objects.values_list("role", "code", "number")
    return {Account(role, code): number for role, code, number in rows}


def as_data(known: Numbers) -> list[list[str]]:
    """What a closing keeps of them, in a fixed order."""
    return sorted([account.role, account.code, number] for account, number in known.items())


@dataclass(frozen=True, slots=True)
class Chart:
    """The numbers of accounts by day: those of the closing that holds the day, else those of now."""

    days: tuple[date, ...]
    kept: tuple[Numbers, ...]
    now: Numbers

    def on(self, day: date) -> Numbers:
        place = bisect_left(self.days, day)
        return self.kept[place] if place < len(self.kept) else self.now


def chart() -> Chart:
    """Every closing with its numbers (two statements)."""
    closings = live_closings()
    kept = tuple({Account(role, code): number for role, code, number in each.accounts} for each in closings)
    return Chart(tuple(each.until for each in closings), kept, numbers())


def accounting_codes() -> list[str]:
    """The codes that tax profiles give to what is sold, and those that lines already have."""
    profiles = set(TaxProfile.objects.values_list("accounting_code", flat=True))
    lines = set(OrderLine.objects.order_by().values_list("accounting_code", flat=True).distinct())
    return sorted(profiles | lines)
