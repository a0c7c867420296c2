"""Any sequence of recording, allotting, giving back and taking back: the sums always agree."""

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.errors import DomainError
from registrations.models import InvoiceBalance, Payment, Receipt, ReceiptReturn
from registrations.payments.actions import Part, allot_receipt, release_part, reverse_receipt
from tests.factories.registrations import NOW
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque
from tests.registrations.payments.by_hand.test_receipts import give_back, move

pytestmark = pytest.mark.django_db
BY = {"by": ACCOUNTANT, "at": NOW}
CENTS, PLACE = st.sampled_from([0, 1, 100, 10_000, 22_880, 22_881, 50_000]), st.integers(0, 3)
STEP = st.tuples(st.sampled_from(["record", "allot", "return", "reverse", "release", "move"]), PLACE, PLACE, CENTS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=12))
def test_received_is_always_allotted_and_returned_and_left(django_db_blocker, registrar, orders, steps):
    from django.db import transaction

    with transaction.atomic():
        for number, step in enumerate(steps):
            try:
                _do(number, *step, registrar.organisation, orders)
            except DomainError:
                continue
            finally:
                _check(orders)
        transaction.set_rollback(True)


def _do(number, act, first, second, cents, payer, orders):
    receipts = list(Receipt.objects.order_by("pk"))
    receipt = receipts[first % len(receipts)] if receipts else None
    order = orders[second % 3]
    if act == "record" or receipt is None:
        cheque(payer, max(cents, 1), *([(order, min(cents, 22_880))] if first % 2 else []), reference=f"{first}")
    elif act == "allot":
        allot_receipt(receipt=receipt, parts=[Part(order, cents)], **BY)
    elif act == "return":
        give_back(receipt, cents)
    elif act == "reverse":
        reverse_receipt(receipt=receipt, reason="Sans provision", **BY)
    elif act == "move":
        move(orders[first % 3], order, cents)
    elif payment := receipt.payments.order_by("pk").last():
        release_part(payment=payment, reason="Mauvaise facture", **BY)


def _check(orders):
    for receipt in Receipt.objects.all():
        parts = receipt.payments.filter(state="captured").aggregate(sum=Sum("captured_cents"))["sum"] or 0
        back = ReceiptReturn.objects.filter(receipt=receipt).aggregate(sum=Sum("cents"))["sum"] or 0
        assert (receipt.allotted_cents, receipt.returned_cents) == (parts, back)
        assert (0 if receipt.reversed_at else receipt.received_cents) == parts + back + receipt.left_cents
        assert receipt.left_cents >= 0
        assert receipt.reversed_at is None or not (parts or back)
    for order in orders:
        live = Payment.objects.filter(order=order, state="captured", refund_due_cents=0)
        paid = sum(payment.captured_cents - payment.refunded_cents for payment in live)
        assert InvoiceBalance.objects.get(invoice__order=order).paid_cents == paid
