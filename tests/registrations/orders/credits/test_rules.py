"""Credits and the rest always add up to the invoice, component by component."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.orders.rules import NEXT, Component, Ending, credited_taxes, ending, taxes_on

QUEBEC = [Component("gst", 5_000, "123456789 RT0001"), Component("qst", 9_975, "1234567890 TQ0001")]


@given(taxable=st.integers(1, 50_000_000), cuts=st.lists(st.integers(0, 1_000_000), max_size=8))
def test_credits_and_the_rest_add_up_to_the_invoice_for_each_tax(taxable, cuts):
    credited, taken = 0, {"gst": 0, "qst": 0}
    for cut in cuts:
        now = min(cut, taxable - credited)
        for tax in credited_taxes(taxable_cents=taxable, components=QUEBEC, credited_before=credited, credited_now=now):
            assert tax.amount_cents >= 0
            taken[tax.component] += tax.amount_cents
        credited += now

    rest = {tax.component: tax.amount_cents for tax in taxes_on(taxable - credited, QUEBEC)}
    whole = {tax.component: tax.amount_cents for tax in taxes_on(taxable, QUEBEC)}
    assert {code: taken[code] + rest[code] for code in whole} == whole


@pytest.mark.parametrize(
    ("state", "total", "paid", "credited", "verdict"),
    [
        ("placed", 1000, 0, 0, Ending.AS_IT_IS),
        ("placed", 1000, 999, 0, Ending.AS_IT_IS),
        ("placed", 1000, 1000, 0, Ending.SETTLED),
        ("placed", 1000, 1200, 0, Ending.SETTLED),
        ("placed", 1000, 400, 600, Ending.SETTLED),
        ("placed", 1000, 0, 999, Ending.AS_IT_IS),
        ("placed", 1000, 0, 1000, Ending.CANCELLED),
        ("placed", 1000, 1, 1000, Ending.SETTLED),
        ("settled", 1000, 1000, 0, Ending.AS_IT_IS),
        ("settled", 1000, 999, 0, Ending.OWED_AGAIN),
        ("settled", 1000, 1000, 1000, Ending.AS_IT_IS),
        ("cancelled", 1000, 1000, 0, Ending.AS_IT_IS),
        ("expired", 1000, 0, 0, Ending.AS_IT_IS),
    ],
)
def test_ending_of_an_invoiced_order(state, total, paid, credited, verdict):
    assert ending(state=state, total_cents=total, paid_cents=paid, credited_cents=credited) == verdict


def test_only_an_invoiced_order_goes_back_from_settled():
    assert NEXT["settled"] == {"placed", "cancelled"}
