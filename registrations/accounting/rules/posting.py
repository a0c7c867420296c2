"""Journal entries: what each document and each movement of money means in debits and credits.

Entries are derived each time and never stored. An entry is dated by its fact, and no fact is ever dated before the day
on which it is recorded, but for money received or given back by hand, whose day a closed period refuses: so a closed
period always gives the same entries.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountRole(TextChoices):
    """What an account is for; accounting gives each its number."""

    RECEIVABLE = "receivable", _("Accounts receivable")
    REVENUE = "revenue", _("Revenue")
    GST = "gst", _("GST to pay")
    QST = "qst", _("QST to pay")
    HST = "hst", _("HST to pay")
    BANK = "bank", _("Bank")
    CARD = "card", _("Card payments in transit")
    CREDITS = "credits", _("Money held for customers")
    REFUNDS = "refunds", _("Refunds under way")
    DISPUTES = "disputes", _("Payments contested")
    BAD_DEBTS = "bad_debts", _("Bad debts")
    FEES = "fees", _("Fees of the card provider")


class Journal(TextChoices):
    SALES = "sales", _("Sales")
    MONEY_IN = "in", _("Money received")
    MONEY_OUT = "out", _("Money given back")
    CARD = "card", _("Card provider")


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """A role, and for revenue the accounting code of the lines."""

    role: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry: cents to the debit when positive, to the credit when negative."""

    account: Account
    cents: int

    @property
    def debit(self) -> int:
        return max(self.cents, 0)

    @property
    def credit(self) -> int:
        return max(-self.cents, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as the journal tells it. `key` sorts the entries of a day, always in the same way."""

    day: date
    journal: str
    piece: str
    text: str
    key: tuple[str, int]
    postings: tuple[Posting, ...]

    @property
    def off_by(self) -> int:
        """Debits less credits: zero, or something is wrong with the document."""
        return sum(posting.cents for posting in self.postings)


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or a credit note: base of each accounting code, amount of each tax."""

    pk: int
    day: date
    label: str
    order: str
    total_cents: int
    lines: Sequence[tuple[str, int]]
    taxes: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that moves: from one account to another, on one day, by one paper; `order` is whose debt it touches."""

    pk: int
    day: date
    journal: str
    kind: str
    piece: str
    text: str
    debit: Account
    credit: Account
    cents: int
    order: str = ""


def role(of: AccountRole) -> Account:
    return Account(of.value)


RECEIVABLE, BANK, CARD = role(AccountRole.RECEIVABLE), role(AccountRole.BANK), role(AccountRole.CARD)
CREDITS, REFUNDS, DISPUTES = role(AccountRole.CREDITS), role(AccountRole.REFUNDS), role(AccountRole.DISPUTES)
FEES, BAD_DEBTS = role(AccountRole.FEES), role(AccountRole.BAD_DEBTS)


def invoice_entry(document: Document) -> Entry:
    """What is owed, against what was sold and the taxes collected for the governments."""
    postings = [Posting(RECEIVABLE, document.total_cents), *_sold(document, sign=-1)]
    return _entry(document, "invoice", str(_("Invoice %(number)s")) % {"number": document.label}, postings)


def credit_entry(document: Document) -> Entry:
    """The invoice's entry, negated."""
    postings = [Posting(RECEIVABLE, -document.total_cents), *_sold(document, sign=1)]
    return _entry(document, "credit", str(_("Credit note %(number)s")) % {"number": document.label}, postings)


def movement_entry(movement: Movement) -> Entry | None:
    """Nothing when the money stays where it was, or when there is none."""
    if movement.debit == movement.credit or not movement.cents:
        return None
    postings = (Posting(movement.debit, movement.cents), Posting(movement.credit, -movement.cents))
    key = (movement.kind, movement.pk)
    return Entry(movement.day, movement.journal, movement.piece, movement.text, key, postings)


def _entry(document: Document, kind: str, text: str, postings: Sequence[Posting]) -> Entry:
    said = tuple(posting for posting in merged(postings) if posting.cents)
    text = f"{text}, {document.order}" if document.order else text
    return Entry(document.day, Journal.SALES, document.label, text, (kind, document.pk), said)


def _sold(document: Document, *, sign: int) -> list[Posting]:
    lines = [Posting(Account(AccountRole.REVENUE, code), sign * cents) for code, cents in document.lines]
    return lines + [Posting(Account(component), sign * cents) for component, cents in document.taxes]


def merged(postings: Iterable[Posting]) -> Iterator[Posting]:
    """One posting an account, in the order in which the accounts come."""
    sums: dict[Account, int] = {}
    for posting in postings:
        sums[posting.account] = sums.get(posting.account, 0) + posting.cents
    return (Posting(account, cents) for account, cents in sums.items())


def balances(entries: Iterable[Entry]) -> dict[Account, int]:
    """The balance of each account over these entries: positive when debits are more."""
    return {posting.account: posting.cents for posting in merged(p for entry in entries for p in entry.postings)}


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By day, then by kind and by age of the row: the same rows always give the same list."""
    return sorted(entries, key=lambda entry: (entry.day, entry.key))
