"""Account numbers and closings."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from registrations.accounting.errors import (
    MissingAccounts,
    NotAnAccount,
    NotClosable,
    NotReopenable,
    NotYourBooks,
    PeriodClosed,
    Unbalanced,
)
from registrations.accounting.models import AccountMap, Closing
from registrations.accounting.queries.closings import as_data, closed_until, numbers
from registrations.accounting.queries.journal import digest, entries, missing, named, unbalanced, until
from registrations.accounting.rules.access import may_keep_books
from registrations.accounting.rules.periods import may_close
from registrations.accounting.rules.posting import Account
from registrations.actors import Actor
from registrations.association.models import Association
from registrations.journal.actions import log

NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}")


@transaction.atomic
def set_accounts(given: Mapping[Account, str], *, by: Actor, at: datetime) -> None:
    """Number these accounts; an empty number takes the account out. Closed periods keep the numbers that they had."""
    if not may_keep_books(by):
        raise NotYourBooks
    known = numbers()
    for account, written in given.items():
        number = written.strip()
        if number and not NUMBER.fullmatch(number):
            raise NotAnAccount(number=number)
        if number != known.get(account, ""):
            _set(account, number, by=by, at=at)


def _set(account: Account, number: str, *, by: Actor, at: datetime) -> None:
    rows = AccountMap.objects.filter(role=account.role, code=account.code)
    if number:
        AccountMap.objects.update_or_create(role=account.role, code=account.code, defaults={"number": number})
        log(rows.get(), "accounting.set-account", by=by, at=at, role=account.role, code=account.code, number=number)
    elif row := rows.first():
        log(row, "accounting.set-account", by=by, at=at, role=account.role, code=account.code, number="")
        row.delete()


@transaction.atomic
def close_books(*, last: date, by: Actor, at: datetime) -> Closing:
    """Close the books until this day included: nothing is dated in them any more, and their entries stay the same.

    Raises `NotClosable`, `Unbalanced`, or `MissingAccounts` when an entry has an account without a number.
    """
    if not may_keep_books(by):
        raise NotYourBooks
    _lock_books()
    before = closed_until()
    if not may_close(last, at=at) or (before and last <= before):
        raise NotClosable
    found = entries(until(last))
    if wrong := unbalanced(found):
        raise Unbalanced(pieces=", ".join(entry.piece for entry in wrong[:10]))
    if lacking := missing(found):
        raise MissingAccounts(accounts=", ".join(map(named, lacking)))
    closing = Closing.objects.create(
        until=last,
        accounts=as_data(numbers()),
        entries=len(found),
        digest=digest(found),
        closed_by=by.person,
        closed_at=at,
    )
    log(closing, "accounting.close", by=by, at=at, until=last.isoformat(), entries=len(found))
    return closing


@transaction.atomic
def reopen_books(*, closing: Closing, reason: str, by: Actor, at: datetime) -> Closing:
    """Open the last closed period again, with the reason; the line stays."""
    if not may_keep_books(by):
        raise NotYourBooks
    _lock_books()
    live = Closing.objects.filter(reopened_at=None)
    last = live.order_by("-until").first()
    if last is None or last.pk != closing.pk or not reason.strip():
        raise NotReopenable
    live.filter(pk=last.pk).update(reopened_at=at, reason=reason.strip()[:300])
    log(last, "accounting.reopen", by=by, at=at, until=last.until.isoformat())
    last.refresh_from_db()
    return last


def refuse_closed_day(day: date) -> None:
    """Raise `PeriodClosed` when the books are closed on this day; they cannot be closed before the caller commits.

    For `CLOSED`: asked first thing by what records money under a date that somebody types.
    """
    _lock_books()
    last = closed_until()
    if last and day <= last:
        raise PeriodClosed(until=last)


def _lock_books() -> None:
    """The row of the association stands for the books: who dates and who closes take turns."""
    row = Association.objects.select_for_update(no_key=True).filter(pk=1)
    if not list(row.values_list("pk")):
        Association.objects.bulk_create([Association(pk=1)], ignore_conflicts=True)
        list(row.values_list("pk"))
