"""The journal over made-up stories: it balances over any period, and agrees with what is owed and held."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.accounting.errors import MissingAccounts
from registrations.accounting.queries.journal import BEGINNING, entries, lines
from registrations.accounting.rules.periods import Period
from registrations.accounting.rules.posting import CREDITS, RECEIVABLE, balances
from registrations.errors import DomainError
from registrations.models import Invoice, InvoiceBalance, Payment, Receipt
from registrations.orders.actions import cancel_order, credit_invoice
from registrations.orders.actions.crediting import Credited
from registrations.payments.actions import (
    move_overpayment,
    record_payment,
    record_received,
    release_part,
    return_receipt_rest,
    reverse_payment,
)
from tests.factories.registrations import NOW
from tests.registrations.accounting.conftest import ACCOUNTANT, number_accounts
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
WHOLE = Period(BEGINNING, TODAY + timedelta(days=1_000))
ACTS = ("place", "card", "receive", "reverse", "credit", "cancel", "late-card", "move", "release", "give-back")
acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 4), st.integers(1, 60_000), st.integers(0, 3)), max_size=14
)


def receive(order, cents, reference, *, at):
    given = {"method": "cheque", "cents": cents, "received_on": at.date(), "reference": reference}
    return record_received(order=order, by=ACCOUNTANT, at=at, **given)


class Story:
    """Acts one after the other, some days apart; what is refused did not happen."""

    def __init__(self, place):
        self.place, self.orders, self.at, self.number = place, [], NOW, 0

    def act(self, name, which, cents, days):
        self.at += timedelta(days=days)
        self.number += 1
        if name in ("place", "card"):
            self.orders.append(self.place(1 + which % 3, at=self.at, on_account=name == "place"))
            return
        if self.orders:
            with transaction.atomic():
                getattr(self, name.replace("-", "_"))(self.orders[which % len(self.orders)], cents)

    def receive(self, order, cents):
        receive(order, cents, f"{self.number}", at=self.at)

    def late_card(self, order, _cents):
        record_payment(fact_of(order, reference=f"pi_{self.number}"), by=ACCOUNTANT, at=self.at)

    def reverse(self, order, _cents):
        payment = order.payments.filter(state="captured").first()
        if payment:
            reverse_payment(payment=payment, reason="Erreur", by=ACCOUNTANT, at=self.at)

    def move(self, order, cents):
        others = [each for each in self.orders if each.pk != order.pk]
        if others:
            move_overpayment(source=order, target=others[cents % len(others)], cents=cents % 9_000, **self.named())

    def release(self, order, _cents):
        payment = order.payments.filter(state="captured", receipt__isnull=False).first()
        if payment:
            release_part(payment=payment, reason="Autre facture", **self.named())

    def give_back(self, order, cents):
        receipt = Receipt.objects.filter(payments__order=order).first()
        if receipt:
            given = {"method": "cheque", "reference": "77", "returned_on": self.at.date(), "reason": "En trop"}
            return_receipt_rest(receipt=receipt, cents=cents, **given, **self.named())

    def named(self):
        return {"by": ACCOUNTANT, "at": self.at}

    def credit(self, order, cents):
        invoice = order.invoices.first()
        if invoice:
            some = [Credited(order.lines.get(), cents)] if cents % 3 else None
            credit_invoice(invoice=invoice, lines=some, reason="Rabais", by=ACCOUNTANT, at=self.at)

    def cancel(self, order, _cents):
        cancel_order(order=order, by=ACCOUNTANT, at=self.at)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=acts, cut=st.integers(0, 45))
def test_the_journal_balances_and_agrees_with_what_is_owed_and_held(place, drawn, cut):
    story = Story(place)
    with transaction.atomic():
        for name, *rest in drawn:
            try:
                story.act(name, *rest)
            except DomainError:
                continue
        check(cut)
        transaction.set_rollback(True)


def check(cut):
    found, middle = entries(WHOLE), TODAY + timedelta(days=cut)
    halves = entries(Period(WHOLE.first, middle)) + entries(Period(middle, WHOLE.after))
    due = InvoiceBalance.objects.aggregate(sum=Sum(F("total_cents") - F("paid_cents") - F("credited_cents")))["sum"]
    assert [entry.piece for entry in found if entry.off_by] == []
    assert halves == found
    assert balances(found).get(RECEIVABLE, 0) == (due or 0)
    assert -balances(found).get(CREDITS, 0) == held()


def held():
    """What we hold for payers: what came for nothing, and the parts of receipts that pay nothing yet."""
    for_nothing = Payment.objects.filter(state="captured").aggregate(sum=Sum("refund_due_cents"))["sum"] or 0
    live = Receipt.objects.filter(reversed_at=None)
    return for_nothing + sum(receipt.left_cents for receipt in live)


def test_lines_say_the_account_that_has_no_number_yet(place):
    place()
    with pytest.raises(MissingAccounts) as refused:
        list(lines(entries(WHOLE)))
    assert "4100" in str(refused.value)

    number_accounts()
    assert [(line.number, line.debit, line.credit) for line in lines(entries(WHOLE))] == [
        ("1000", 22_880, 0),
        ("4100", 0, 19_900),
        ("1020", 0, 995),
        ("1030", 0, 1_985),
    ]


def test_the_journal_costs_the_same_for_more(place, assert_own_queries):
    for number in range(4):
        receive(place(at=NOW), 10_000, str(number), at=NOW)

    with assert_own_queries(13):
        assert len(entries(WHOLE)) == 3 * Invoice.objects.count()  # sold, received, allotted
