"""What the database says, read with as little code of ours as possible, and compared with what should be."""

from collections import defaultdict
from datetime import datetime

from django.db.models import F, Q, Sum

from registrations.models import (
    CreditNote,
    Invoice,
    InvoiceBalance,
    NumberSeries,
    Order,
    Payment,
    Promotion,
    Redemption,
    Refund,
    Ticket,
)
from registrations.seats.models import SeatClaim, SeatPool
from tests.registrations.payments.machine.model import CANCELLED, EXPIRED, Purchase, World
from tests.registrations.payments.machine.provider import Provider


def shown(purchase: Purchase) -> dict[str, object]:
    """A purchase in the words of the rows."""
    return {
        "state": purchase.state,
        "invoice": [(purchase.total, purchase.paid, purchase.credited)] if purchase.invoiced else [],
        "money": sorted((c.reference, c.cents, c.due, c.back, c.lost, c.bounced) for c in purchase.coins),
    }


def read() -> dict[int, dict[str, object]]:
    """The same of all rows, by order, in three statements."""
    found: dict[int, dict[str, object]] = {
        pk: {"state": state, "invoice": [], "money": []} for pk, state in Order.objects.values_list("pk", "state")
    }
    fields = ("invoice__order", "total_cents", "paid_cents", "credited_cents")
    for order, *amounts in InvoiceBalance.objects.values_list(*fields):
        found[order]["invoice"].append(tuple(amounts))  # type: ignore[attr-defined]
    amounts_of = ("captured_cents", "refund_due_cents", "refunded_cents", "lost_cents")
    for order, reference, state, *amounts in Payment.objects.order_by("reference").values_list(
        "order", "reference", "state", *amounts_of
    ):
        found[order]["money"].append((reference, *amounts, state == "reversed"))  # type: ignore[attr-defined]
    return found


def check_balances() -> None:
    """Whatever happened: nothing settled and owed, no invoice twice, nothing back above what came."""
    due = F("total_cents") - F("paid_cents") - F("credited_cents")
    assert not InvoiceBalance.objects.annotate(due=due).filter(due__gt=0, invoice__order__state="settled").exists()
    assert Invoice.objects.count() == Invoice.objects.values("order").distinct().count()
    within = Q(refunded_cents__lte=F("captured_cents") - F("lost_cents"))
    assert not Payment.objects.exclude(within).exists()


def check_numbers() -> None:
    """Each series has the numbers one to last."""
    numbers = defaultdict(list)
    for model in (Invoice, CreditNote):
        for series, number in model.objects.order_by("number").values_list("series", "number"):
            numbers[series].append(number)
    series = dict(NumberSeries.objects.values_list("name", "last"))
    assert {name: len(given) for name, given in numbers.items()} == series
    assert all(given == list(range(1, len(given) + 1)) for given in numbers.values())


def check_seats(world: World, *, at: datetime) -> None:
    """Nothing oversold, each counter is the sum of its claims, and each live claim belongs to who should have it."""
    live = Q(released_at=None)
    claims = SeatClaim.objects.filter(live).values_list("pool").annotate(sum=Sum("count")).order_by()
    sums = dict(claims.values_list("pool", "sum"))
    firm = dict(claims.filter(Q(until=None) | Q(until__gt=at)).values_list("pool", "sum"))
    for pool in SeatPool.objects.all():
        assert pool.taken == sums.get(pool.pk, 0)
        assert pool.capacity is None or pool.taken <= pool.capacity
        assert firm.get(pool.pk, 0) == world.taken(pool.pk, at=at)
    ended = Ticket.objects.filter(line__order__state__in=[CANCELLED, EXPIRED])
    assert not SeatClaim.objects.filter(live, holder_uuid__in=ended.values("uuid")).exists()
    assert not ended.exclude(state="cancelled").exists()


def check_code(world: World) -> None:
    """The budget holds what the live orders of the code took of it; its uses are seats, checked with them."""
    assert set(Promotion.objects.values_list("spent_cents", flat=True)) == {world.spent()}
    live = Redemption.objects.filter(released_at=None).aggregate(sum=Sum("cents"))["sum"]
    assert (live or 0) == world.spent()


def check_money_moved(provider: Provider) -> None:
    """Nothing in our books that the provider did not capture; to the cent."""
    captured = provider.captured()
    for reference, cents in Payment.objects.filter(method="card").values_list("reference", "captured_cents"):
        assert captured.get(reference) == cents


def check_money_back(provider: Provider, *, in_the_end: bool) -> None:
    """The provider gave back no more than we counted as gone; in the end, what both say is the same."""
    rows = Refund.objects.filter(method="card", state__in=["asked", "sent", "confirmed"])
    ours = dict(rows.values_list("payment__reference").annotate(sum=Sum("cents")).order_by())
    theirs = provider.given_back()
    assert all(cents <= ours.get(reference, 0) for reference, cents in theirs.items())
    if in_the_end:
        assert ours == theirs
        assert not rows.exclude(state="confirmed").exists()


def check_nothing_missing(provider: Provider) -> None:
    """Once everything was told or swept: what the provider captured is in our books, all of it."""
    ours = dict(Payment.objects.filter(method="card").values_list("reference", "captured_cents"))
    assert ours == provider.captured()
