"""The shape of a statement of account."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from registrations.money import CURRENCY
from registrations.receivables.queries import Account
from registrations.schemas import In


class Period(In):
    """`from` and `to`, both included; the last twelve months when they are left out."""

    first: Annotated[date | None, Field(alias="from")] = None
    last: Annotated[date | None, Field(alias="to")] = None


class EntryOut(Schema):
    """Above zero it is owed, below it is paid or credited; `balance_cents` is the balance after it."""

    on: date
    kind: str
    label: str
    order: str | None
    amount_cents: int
    balance_cents: int


class AgeOut(Schema):
    """Cents owed for at least `from_days` days after the due date (0: not due yet)."""

    from_days: int
    amount_cents: int


class StatementOut(Schema):
    first: date
    last: date
    opening_cents: int
    closing_cents: int
    owed_cents: int
    on_account_cents: int
    currency: str = CURRENCY
    ages: list[AgeOut]
    entries: list[EntryOut]

    @classmethod
    def of(cls, account: Account) -> "StatementOut":
        return cls(
            first=account.first,
            last=account.last,
            opening_cents=account.opening_cents,
            closing_cents=account.closing_cents,
            owed_cents=account.owed_cents,
            on_account_cents=account.on_account_cents,
            ages=[AgeOut(from_days=age, amount_cents=cents) for age, cents in account.ages.items()],
            entries=[
                EntryOut(
                    on=entry.on,
                    kind=entry.kind,
                    label=entry.label,
                    order=entry.order or None,
                    amount_cents=entry.cents,
                    balance_cents=balance,
                )
                for entry, balance in account.lines
            ],
        )
