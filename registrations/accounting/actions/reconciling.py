"""What a night found: kept once for as long as it lasts, closed when it is mended, quiet once explained."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.timezone import localdate

from registrations.accounting.errors import NothingToExplain, NotYourBooks
from registrations.accounting.models import Discrepancy, ProviderLine, Reconciliation
from registrations.accounting.queries.closings import closed_until
from registrations.accounting.registry import Finding
from registrations.accounting.rules.access import may_keep_books
from registrations.accounting.rules.periods import period_of_day
from registrations.actors import Actor, Role
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.payments.rules import BalanceFact, Movement
from registrations.people.models import User

Found = Mapping[str, Mapping[str, Finding]]


@transaction.atomic
def keep_lines(facts: Iterable[BalanceFact], *, at: datetime) -> None:
    """Keep the lines of the provider's account, each once; one of a closed day is booked on the day it is read."""
    closed = closed_until()
    rows = [_line(fact, closed=closed, on=localdate(at)) for fact in facts]
    ProviderLine.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _line(fact: BalanceFact, *, closed: date | None, on: date) -> ProviderLine:
    day = localdate(fact.made_at)
    return ProviderLine(
        reference=fact.reference,
        kind=str(fact.kind),
        type=fact.type[:40],
        source=fact.source,
        payment_reference=fact.payment_reference,
        cents=fact.cents,
        fee_cents=fact.fee_cents,
        net_cents=fact.net_cents,
        currency=fact.currency.upper()[:3],
        occurred_at=fact.made_at,
        posted_on=on if closed and day <= closed else day,
    )


@transaction.atomic
def record_reconciliation(
    *, day: date, found: Found, checked: int, provider: str, started_at: datetime, by: Actor, at: datetime
) -> Reconciliation:
    """Write what the checks of a day found; what they no longer find is mended. Accounting is told of what is new.

    `found` has an entry for each kind that was looked for, empty when all of it adds up.
    """
    row = _row(day, checked=checked, provider=provider, started_at=started_at, at=at)
    mended = _mend(found, at=at)
    new = _keep(row, found, at=at)
    row.found = row.discrepancies.count()
    row.mended += mended
    row.save(update_fields=["found", "mended"])
    log(row, "accounting.reconcile", by=by, at=at, found=new, mended=mended)
    if new:
        for person in _accounting():
            tell("discrepancies-found", about=row, to=person, at=at)
    return row


def _row(day: date, *, checked: int, provider: str, started_at: datetime, at: datetime) -> Reconciliation:
    given = {"started_at": started_at, "ended_at": at, "checked": checked, "provider": provider} | _sums(day)
    row, _new = Reconciliation.objects.update_or_create(day=day, defaults=given)
    return row


def _sums(day: date) -> dict[str, int]:
    """The provider's day: charged, given back, fees, paid out."""
    period = period_of_day(day)
    lines = ProviderLine.objects.filter(occurred_at__gte=period.begins, occurred_at__lt=period.ends)
    kinds = {
        "charged_cents": Sum("cents", filter=Q(kind=Movement.CHARGE)),
        "refunded_cents": Sum("cents", filter=Q(kind=Movement.REFUND)),
        "paid_out_cents": Sum("cents", filter=Q(kind=Movement.PAYOUT)),
        "fees": Sum("fee_cents"),
        "billed": Sum("cents", filter=Q(kind=Movement.FEE)),
    }
    sums = {name: value or 0 for name, value in lines.aggregate(**kinds).items()}
    out = {name: abs(sums[name]) for name in ("charged_cents", "refunded_cents", "paid_out_cents")}
    return out | {"fees_cents": sums["fees"] - sums["billed"]}


def _mend(found: Found, *, at: datetime) -> int:
    """What was looked for and is not found any more."""
    open_ = Discrepancy.objects.filter(mended_at=None, kind__in=found)
    gone = [pk for pk, kind, key in open_.values_list("pk", "kind", "key") if key not in found[kind]]
    return Discrepancy.objects.filter(pk__in=gone, mended_at=None).update(mended_at=at)


def _keep(row: Reconciliation, found: Found, *, at: datetime) -> int:
    """The new facts get a row; the known ones are seen again, and asked about again when their amounts changed."""
    known = {(each.kind, each.key): each for each in Discrepancy.objects.filter(mended_at=None, kind__in=found)}
    new = []
    for kind, findings in found.items():
        for finding in findings.values():
            values: dict[str, Any] = {
                "expected_cents": finding.expected_cents, "found_cents": finding.found_cents, "seen_at": at
            }  # fmt: skip
            if old := known.get((kind, finding.key)):
                _see_again(old, values)
            else:
                new.append(_discrepancy(row, kind, finding, values, at=at))
    Discrepancy.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return len(new)


def _see_again(old: Discrepancy, values: dict[str, Any]) -> None:
    if (old.expected_cents, old.found_cents) != (values["expected_cents"], values["found_cents"]):
        values |= {"explained_at": None, "explained_by": None}
    Discrepancy.objects.filter(pk=old.pk).update(**values)


def _discrepancy(
    row: Reconciliation, kind: str, finding: Finding, values: dict[str, Any], *, at: datetime
) -> Discrepancy:
    return Discrepancy(
        reconciliation=row,
        kind=kind,
        key=finding.key,
        name=finding.name[:120],
        about=finding.about,
        about_pk=finding.pk,
        found_at=at,
        **values,
    )


@transaction.atomic
def explain_discrepancy(*, discrepancy: Discrepancy, note: str, by: Actor, at: datetime) -> Discrepancy:
    """Say why it is as it is: it no longer asks for attention, unless its amounts change."""
    if not may_keep_books(by):
        raise NotYourBooks
    open_ = Discrepancy.objects.filter(pk=discrepancy.pk, mended_at=None)
    given = {"note": note.strip()[:500], "explained_at": at, "explained_by": by.person}
    if not note.strip() or not open_.update(**given):
        raise NothingToExplain
    log(discrepancy, "accounting.explain", by=by, at=at, kind=discrepancy.kind)
    discrepancy.refresh_from_db()
    return discrepancy


def _accounting() -> list[User]:
    """Those who keep the books; the administrators when nobody does."""
    active = User.objects.filter(is_active=True).order_by("pk")
    people = list(active.filter(groups__name=Role.ACCOUNTING).distinct())
    return people or list(active.filter(groups__name=Role.ADMINISTRATOR).distinct())
