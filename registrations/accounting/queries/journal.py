"""The journal of a period, derived from its documents and movements."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from registrations.accounting.errors import MissingAccounts, Unbalanced
from registrations.accounting.queries.closings import chart
from registrations.accounting.queries.facts import credit_notes, invoices, movements
from registrations.accounting.rules.periods import Period
from registrations.accounting.rules.posting import (
    Account,
    AccountRole,
    Entry,
    credit_entry,
    in_order,
    invoice_entry,
    movement_entry,
)

BEGINNING = date(2000, 1, 1)
SHOWN = 10


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line as the accountant's software reads it."""

    entry: Entry
    number: str
    account: Account
    debit: int
    credit: int


def entries(period: Period) -> list[Entry]:
    """Every entry of these days, in a fixed order."""
    found: list[Entry] = [invoice_entry(document) for document in invoices(period)]
    found += [credit_entry(document) for document in credit_notes(period)]
    found += [entry for entry in map(movement_entry, movements(period)) if entry]
    return in_order(found)


def until(last: date) -> Period:
    """From the beginning of the books to this day included."""
    return Period(BEGINNING, date.fromordinal(last.toordinal() + 1))


def lines(found: Iterable[Entry]) -> Iterator[JournalLine]:
    """With the account numbers of each day. Raises `Unbalanced` or `MissingAccounts` before the first line."""
    found, known = list(found), chart()
    if wrong := unbalanced(found):
        raise Unbalanced(pieces=", ".join(entry.piece for entry in wrong[:SHOWN]))
    if lacking := missing(found):
        raise MissingAccounts(accounts=", ".join(map(named, lacking)))
    for entry in found:
        there = known.on(entry.day)
        for posting in entry.postings:
            account = posting.account
            yield JournalLine(entry, there[account], account, posting.debit, posting.credit)


def missing(found: Iterable[Entry]) -> list[Account]:
    """The accounts that these entries use and that have no number yet."""
    known = chart()
    return sorted({p.account for entry in found for p in entry.postings if p.account not in known.on(entry.day)})


def unbalanced(found: Iterable[Entry]) -> list[Entry]:
    """Entries whose document does not add up."""
    return [entry for entry in found if entry.off_by]


def named(account: Account) -> str:
    """An account in words."""
    label = str(AccountRole(account.role).label)
    if account.role != AccountRole.REVENUE:
        return label
    return f"{label} {account.code}" if account.code else _("Revenue without an accounting code")


def digest(found: Iterable[Entry]) -> str:
    """What the entries say, in 64 characters: days, papers, accounts and amounts, without their words."""
    total = hashlib.sha256()
    for entry in found:
        said = [entry.day.isoformat(), entry.journal, entry.piece, *map(str, entry.key)]
        said += [f"{posting.account.role}/{posting.account.code}/{posting.cents}" for posting in entry.postings]
        total.update("\x1f".join(said).encode() + b"\n")
    return total.hexdigest()
