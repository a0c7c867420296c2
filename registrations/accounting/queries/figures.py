"""What the finances' page says: what is owed today, and what was invoiced, received and given back month by month.

Each figure is one aggregate: the number of statements does not depend on the number of rows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from registrations.accounting.models import Discrepancy, Reconciliation
from registrations.accounting.queries.facts import on_days, within
from registrations.accounting.rules.periods import Period, months_of, shifted
from registrations.orders.models import CreditNote, Invoice, InvoiceBalance, LineKind, OrderLine
from registrations.payments.models import (
    Dispute,
    DisputeState,
    EventState,
    Payment,
    PaymentMethod,
    PaymentState,
    Receipt,
    Refund,
    RefundState,
    StripeEvent,
)
from registrations.payments.queries import payments_to_refund

AGES = (0, 1, 31, 61, 91)
"""The first day late of each age; 0 is what is not due yet."""
UNDER_WAY = (RefundState.PROPOSED, RefundState.ASKED, RefundState.SENT)


@dataclass(frozen=True, slots=True)
class Amount:
    """So many rows, for so much."""

    count: int
    cents: int


@dataclass(frozen=True, slots=True)
class Today:
    """What is owed, late, to be given back, and what needs somebody."""

    owed: Amount
    late: Amount
    ages: dict[int, Amount]
    overpaid: Amount
    on_account: int
    to_refund: Amount
    refunds_under_way: Amount
    refunds_failed: Amount
    disputes: Amount
    events_failed: int
    events_waiting: int
    discrepancies: int
    last: Reconciliation | None


def today(*, at: datetime) -> Today:
    """Eight statements."""
    ages, overpaid = _balances(on=localdate(at))
    to_refund = payments_to_refund().aggregate(n=Count("pk"), cents=Sum("refund_due_cents"))
    refunds = _of(Refund.objects.all(), under=Q(state__in=UNDER_WAY), failed=Q(state=RefundState.FAILED))
    disputes = _of(Dispute.objects.all(), open=Q(state=DisputeState.OPEN))
    late_event = Q(state=EventState.WAITING, received_at__lte=at - timedelta(minutes=10))
    events = StripeEvent.objects.filter(state__in=[EventState.FAILED, EventState.WAITING]).aggregate(
        failed=Count("pk", filter=Q(state=EventState.FAILED)), waiting=Count("pk", filter=late_event)
    )
    left = F("received_cents") - F("allotted_cents") - F("returned_cents")
    return Today(
        owed=_sum(ages.values()),
        late=_sum(amount for first, amount in ages.items() if first),
        ages=ages,
        overpaid=overpaid,
        on_account=Receipt.objects.filter(reversed_at=None).aggregate(sum=Sum(left))["sum"] or 0,
        to_refund=Amount(to_refund["n"], to_refund["cents"] or 0),
        refunds_under_way=refunds["under"],
        refunds_failed=refunds["failed"],
        disputes=disputes["open"],
        events_failed=events["failed"],
        events_waiting=events["waiting"],
        discrepancies=open_discrepancies().count(),
        last=Reconciliation.objects.order_by("-day").first(),
    )


def open_discrepancies() -> "QuerySet[Discrepancy]":
    """Neither mended nor explained."""
    return Discrepancy.objects.filter(mended_at=None, explained_at=None)


def _balances(*, on: date) -> tuple[dict[int, Amount], Amount]:
    """What is owed by age, and what is paid too much, in one statement."""
    due = F("total_cents") - F("paid_cents") - F("credited_cents")
    asked: dict[str, Any] = {}
    for first, after in zip(AGES, (*AGES[1:], None), strict=True):
        age = Q(due__gt=0) & _age(first, after, on=on)
        asked |= {f"n{first}": Count("pk", filter=age), f"cents{first}": Sum("due", filter=age)}
    asked |= {"over_n": Count("pk", filter=Q(due__lt=0)), "over": Sum("due", filter=Q(due__lt=0))}
    found = InvoiceBalance.objects.annotate(due=due).exclude(due=0).aggregate(**asked)
    ages = {first: Amount(found[f"n{first}"], found[f"cents{first}"] or 0) for first in AGES}
    return ages, Amount(found["over_n"], -(found["over"] or 0))


def _age(first: int, after: int | None, *, on: date) -> Q:
    if not first:
        return Q(invoice__due_on__gte=on)
    age = Q(invoice__due_on__lte=on - timedelta(days=first))
    return age if after is None else age & Q(invoice__due_on__gt=on - timedelta(days=after))


def _of(rows: "QuerySet[Any]", **kinds: Q) -> dict[str, Amount]:
    asked: dict[str, Any] = {}
    for name, condition in kinds.items():
        asked |= {f"{name}_n": Count("pk", filter=condition), f"{name}_cents": Sum("cents", filter=condition)}
    found = rows.aggregate(**asked)
    return {name: Amount(found[f"{name}_n"], found[f"{name}_cents"] or 0) for name in kinds}


def _sum(amounts: Iterable[Amount]) -> Amount:
    known = list(amounts)
    return Amount(sum(amount.count for amount in known), sum(amount.cents for amount in known))


@dataclass(frozen=True, slots=True)
class Flow:
    """Of one month or more: invoiced, credited, received, given back, in cents."""

    invoiced: int = 0
    credited: int = 0
    received: int = 0
    refunded: int = 0

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(
            self.invoiced + other.invoiced,
            self.credited + other.credited,
            self.received + other.received,
            self.refunded + other.refunded,
        )


@dataclass(frozen=True, slots=True)
class Flows:
    """The months of a period with those of the year before, and what was sold by kind, before taxes."""

    months: dict[date, Flow]
    before: dict[date, Flow]
    kinds: dict[str, dict[date, int]]
    kinds_before: dict[str, int]

    @property
    def whole(self) -> Flow:
        return sum(self.months.values(), Flow())

    @property
    def whole_before(self) -> Flow:
        return sum(self.before.values(), Flow())


def flows(period: Period) -> Flows:
    """The period and the same one a year before (seven statements)."""
    earlier = shifted(period, -12)
    found = _flows(_both(period, earlier, within), _both(period, earlier, on_days))
    sold = _sold(period, earlier)
    return Flows(
        months={month: found[month] for month in months_of(period)},
        before={month: found[month] for month in months_of(earlier)},
        kinds={kind: {month: sold[kind, month] for month in months_of(period)} for kind in LineKind.values},
        kinds_before={kind: sum(sold[kind, month] for month in months_of(earlier)) for kind in LineKind.values},
    )


def _both(period: Period, earlier: Period, condition: Any) -> Any:
    """A condition on a column: within either period."""
    return lambda column: condition(column, period) | condition(column, earlier)


def _flows(instants: Any, days: Any) -> dict[date, Flow]:
    sums: dict[date, Flow] = defaultdict(Flow)
    invoiced = _by_month(Invoice.objects.filter(instants("issued_at")), "issued_at", "total_cents")
    credited = _by_month(CreditNote.objects.filter(instants("issued_at")), "issued_at", "total_cents")
    for month, cents in invoiced:
        sums[month] += Flow(invoiced=cents)
    for month, cents in credited:
        sums[month] += Flow(credited=cents)
    for month, cents in _received(instants, days):
        sums[month] += Flow(received=cents)
    for month, cents in _given_back(instants, days):
        sums[month] += Flow(refunded=cents)
    return sums


def _given_back(instants: Any, days: Any) -> list[tuple[date, int]]:
    """By card when it was done, by hand by its own day; a moved credit is not money given back."""
    done = Refund.objects.filter(state=RefundState.CONFIRMED).exclude(method=PaymentMethod.CREDIT)
    by_hand = done.filter(days("given_on")).exclude(method=PaymentMethod.CARD)
    cards = done.filter(instants("ended_at"), method=PaymentMethod.CARD)
    return _by_month(cards, "ended_at", "cents") + _by_month(by_hand, "given_on", "cents")


def _received(instants: Any, days: Any) -> list[tuple[date, int]]:
    """Charges, and money by hand by its own day, that were not taken back; a moved credit is not money received."""
    live = Payment.objects.filter(state=PaymentState.CAPTURED)
    cards = _by_month(live.filter(instants("captured_at"), method=PaymentMethod.CARD), "captured_at", "captured_cents")
    alone = live.filter(days("received_on"), receipt=None).exclude(
        method__in=[PaymentMethod.CARD, PaymentMethod.CREDIT]
    )
    receipts = Receipt.objects.filter(days("received_on"), reversed_at=None)
    by_hand = _by_month(alone, "received_on", "captured_cents") + _by_month(receipts, "received_on", "received_cents")
    return cards + by_hand


def _by_month(rows: "QuerySet[Any]", column: str, cents: str) -> list[tuple[date, int]]:
    found = rows.order_by().annotate(month=TruncMonth(column)).values_list("month").annotate(sum=Sum(cents))
    return [(_month(month), total) for month, total in found]


def _month(month: date) -> date:
    return localdate(month) if isinstance(month, datetime) else month


def _sold(period: Period, earlier: Period) -> dict[tuple[str, date], int]:
    """By kind and month of the invoice, before taxes and credits."""
    either = within("order__invoices__issued_at", period) | within("order__invoices__issued_at", earlier)
    rows = OrderLine.objects.filter(either).order_by().annotate(month=TruncMonth("order__invoices__issued_at"))
    sold: dict[tuple[str, date], int] = defaultdict(int)
    for kind, month, cents in rows.values_list("kind", "month").annotate(sum=Sum("total_cents")):
        sold[kind, _month(month)] += cents
    return sold
