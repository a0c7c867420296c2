"""The journal over made-up stories: it balances over any period, agrees with the rows, and stays as it was closed."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F, Q, Sum
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.accounting.actions import close_books
from registrations.accounting.errors import MissingAccounts
from registrations.accounting.queries.aged import open_invoices
from registrations.accounting.queries.checks import closed_periods
from registrations.accounting.queries.journal import BEGINNING, entries, lines
from registrations.accounting.registry import Scope
from registrations.accounting.rules.periods import Period
from registrations.accounting.rules.posting import (
    BAD_DEBTS,
    BANK,
    CARD,
    CREDITS,
    DISPUTES,
    RECEIVABLE,
    REFUNDS,
    balances,
)
from registrations.errors import DomainError
from registrations.models import Dispute, Invoice, InvoiceBalance, Payment, Receipt, ReceiptReturn, Refund
from registrations.orders.actions import cancel_order, credit_invoice
from registrations.orders.actions.crediting import Credited
from registrations.payments.actions import (
    approve_refund,
    ask_refund,
    discard_refund,
    move_overpayment,
    record_dispute,
    record_payment,
    record_received,
    record_refund,
    record_refund_by_hand,
    refund_order,
    release_part,
    retry_refund,
    return_receipt_rest,
    reverse_payment,
)
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for
from tests.registrations.accounting.conftest import ACCOUNTANT, number_accounts
from tests.registrations.payments.conftest import fact_of
from tests.registrations.payments.refunds.conftest import contested, said

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
WHOLE = Period(BEGINNING, TODAY + timedelta(days=1_000))
ACTS = ("place", "card", "receive", "reverse", "credit", "cancel", "late-card", "move", "release", "give-back")
ACTS += ("refund", "refund", "ask", "approve", "discard", "by-hand", "by-hand", "send", "send", "elsewhere")
ACTS += ("retry", "dispute", "dispute", "close")
STATUSES = ("pending", "succeeded", "succeeded", "failed")
acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 4), st.integers(1, 60_000), st.integers(0, 3)), max_size=18
)


def receive(order, cents, reference, *, at, days_ago=0):
    on = at.date() - timedelta(days=days_ago)
    given = {"method": "cheque", "cents": cents, "received_on": on, "reference": reference}
    return record_received(order=order, by=ACCOUNTANT, at=at, **given)


class Story:
    """Acts one after the other, some days apart; what is refused did not happen."""

    def __init__(self, place):
        self.place, self.orders, self.at, self.number = place, [], NOW, 0
        self.two = [actor_for(UserFactory(), "accounting") for _each in range(2)]
        number_accounts()
        for name, which in (("card", 0), ("late-card", 0), ("place", 1), ("receive", 1)):
            self.act(name, which, 22_880, 1)

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
        receive(order, cents, f"{self.number}", at=self.at, days_ago=cents % 4)

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
            given = {"method": "cheque", "reference": "77", "reason": "En trop"}
            given["returned_on"] = self.at.date() - timedelta(days=cents % 3)
            return_receipt_rest(receipt=receipt, cents=cents, **given, **self.named())

    def refund(self, order, cents):
        """The whole order, asked by one of two people, alone or not."""
        with override_settings(REFUNDS_BY_TWO=bool(cents % 2)):
            refund_order(order=order, reason="Annulé", give_back=bool(cents % 3), by=self.two[0], at=self.at)

    def ask(self, order, cents):
        payment = order.payments.filter(state="captured").order_by("-refund_due_cents").first()
        if payment:
            asked = min(cents, payment.refund_due_cents or cents)
            with override_settings(REFUNDS_BY_TWO=bool(cents % 2)):
                ask_refund(payment=payment, cents=asked, reason="En trop", by=self.two[0], at=self.at)

    def some_refund(self, order, **of):
        return Refund.objects.filter(payment__order=order, **of).order_by("-pk").first()

    def approve(self, order, _cents):
        if refund := self.some_refund(order, state="proposed"):
            approve_refund(refund=refund, by=self.two[1], at=self.at)

    def discard(self, order, _cents):
        if refund := self.some_refund(order, state__in=["proposed", "asked"]):
            discard_refund(refund=refund, by=self.two[1], at=self.at)

    def by_hand(self, order, cents):
        """Recorded some days after it was given."""
        if refund := self.some_refund(order, state="asked", method="cheque"):
            day = self.at.date() - timedelta(days=cents % 4)
            record_refund_by_hand(refund=refund, method="transfer", reference="V", given_on=day, **self.named())

    def retry(self, order, cents):
        if refund := self.some_refund(order, state="failed"):
            retry_refund(refund=refund, method="cheque" if cents % 2 else "", **self.named())

    def send(self, order, cents):
        """The provider speaks of a refund by card, in any order."""
        if refund := self.some_refund(order, method="card", external=False):
            self.hear(refund.payment, cents, reference=f"re_{refund.pk}", uuid=str(refund.uuid), of=refund.cents)

    def elsewhere(self, order, cents):
        """Made, or failed afterwards, on the provider's dashboard."""
        payment = order.payments.filter(method="card", state="captured").first()
        if payment:
            known = self.some_refund(order, external=True)
            of = known.cents if known else min(cents, payment.left_cents)
            if of:  # a provider gives nothing back of a payment that is given back whole
                self.hear(payment, cents, reference=f"re_there_{payment.pk}", uuid="", of=of)

    def hear(self, payment, cents, *, reference, uuid, of):
        given = {"reference": reference, "refund_uuid": uuid, "cents": of, "made_at": self.at}
        record_refund(said(payment, status=STATUSES[cents % 4], **given), **self.named())

    def dispute(self, order, cents):
        """Opened, won, lost, for another amount: one after the other or not."""
        payment = order.payments.filter(method="card", state="captured").first()
        if payment:
            of = payment.captured_cents - cents % 3 * 100
            status = ("needs_response", "won", "lost")[cents // 3 % 3]
            reference = f"dp_{payment.pk}_{cents // 9 % 2}"
            record_dispute(contested(payment, reference=reference, status=status, cents=of), **self.named())

    def close(self, _order, cents):
        close_books(last=self.at.date() - timedelta(days=1 + cents % 3), **self.named())

    def named(self):
        return {"by": ACCOUNTANT, "at": self.at}

    def credit(self, order, cents):
        invoice = order.invoices.first()
        if invoice:
            some = [Credited(order.lines.get(), cents)] if cents % 3 else None
            credit_invoice(invoice=invoice, lines=some, reason="Rabais", by=ACCOUNTANT, at=self.at)

    def cancel(self, order, _cents):
        cancel_order(order=order, by=ACCOUNTANT, at=self.at)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=acts, cut=st.integers(0, 45))
def test_the_journal_balances_and_agrees_with_what_is_owed_and_held(place, drawn, cut):
    with transaction.atomic():
        story = Story(place)
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
    sums = balances(found)
    assert -sums.get(CREDITS, 0) == held()
    assert -sums.get(REFUNDS, 0) == total(Refund.objects.filter(NOT_CREDIT, state__in=["proposed", "asked"]), "cents")
    assert sums.get(DISPUTES, 0) == total(Dispute.objects.filter(state="open"), "cents")
    assert (sums.get(CARD, 0), sums.get(BANK, 0), sums.get(BAD_DEBTS, 0)) == (on_card(), in_bank(), lost())
    assert list(closed_periods(Scope(at=NOW, day=TODAY))) == []
    agrees_with_ages(middle)


NOT_CREDIT, GONE = ~Q(method="credit"), Q(state__in=["sent", "confirmed"])


def total(rows, column):
    return rows.aggregate(sum=Sum(column))["sum"] or 0


def on_card():
    """What cards paid, less what left for cards, and what banks took and did not give back."""
    came = total(Payment.objects.filter(method="card", state="captured"), "captured_cents")
    return came - total(Refund.objects.filter(GONE, method="card"), "cents") - total(TAKEN, "cents")


def in_bank():
    live, by_hand = Receipt.objects.filter(reversed_at=None), Refund.objects.filter(GONE, NOT_CREDIT)
    came = total(live, "received_cents") - total(ReceiptReturn.objects.filter(receipt__in=live), "cents")
    return came - total(by_hand.exclude(method="card"), "cents")


def lost():
    """What lost disputes took, less what orders owe again by them, or we need not give back any more."""
    return total(Dispute.objects.filter(state="lost"), "cents") - total(Payment.objects.all(), "lost_cents")


TAKEN = Dispute.objects.filter(state__in=["open", "lost"])


def agrees_with_ages(after):
    """What was owed at the end of a day, invoice by invoice, is the receivable account of that day; now, it is the
    balances."""
    booked = balances(entries(Period(WHOLE.first, after))).get(RECEIVABLE, 0)
    assert sum(cents for _invoice, cents in open_invoices(after - timedelta(days=1))) == booked
    owing = {row.invoice_id: row.due_cents for row in InvoiceBalance.objects.all() if row.due_cents}
    assert {invoice.pk: cents for invoice, cents in open_invoices(WHOLE.last)} == owing


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

    with assert_own_queries(14):
        assert len(entries(WHOLE)) == 3 * Invoice.objects.count()  # sold, received, allotted
