"""What the provider's page asks for is the order, to the cent."""

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from registrations.models import Checkout, Order, OrderLine
from registrations.orders.queries import keep_in_hand
from registrations.orders.rules import Component, totals
from registrations.payments.gateway.sessions import session_params

QUEBEC = [Component("gst", 5_000, "123456789 RT0001"), Component("qst", 9_975, "1234567890 TQ0001")]


@st.composite
def lines(draw):
    """Sold by the unit, with or without something taken off, taxable or not."""
    quantity, price = draw(st.integers(1, 200)), draw(st.integers(0, 100_000))
    discount = draw(st.one_of(st.just(0), st.integers(0, quantity * price)))
    category = draw(st.sampled_from(["taxable", "exempt"]))
    line = OrderLine(
        kind="ticket",
        item_uuid=uuid4(),
        description="Billet",
        quantity=quantity,
        unit_price_cents=price,
        discount_cents=discount,
        tax_category=category,
    )
    line.total_cents = quantity * price - discount
    return line


@given(sold=st.lists(lines(), min_size=1, max_size=6), paid=st.integers(0, 5_000))
def test_the_items_of_the_page_add_up_to_what_is_owed(sold, paid):
    sums = totals([(line.tax_category, line.total_cents) for line in sold], QUEBEC)
    order = Order(pk=1, code="ABCD1234", language="fr", taxes=[tax.as_data() for tax in sums.taxes])
    order.total_cents = sums.total_cents
    keep_in_hand(order, sold)
    for cents in {sums.total_cents, max(sums.total_cents - paid, 1)}:
        checkout = Checkout(order=order, attempt=1, cents=cents, expires_at=datetime(2026, 10, 6, tzinfo=UTC))
        items = session_params(checkout, email="")["line_items"]
        assert sum(item["quantity"] * item["price_data"]["unit_amount"] for item in items) == cents
        assert all(item["price_data"]["unit_amount"] >= 0 for item in items)
