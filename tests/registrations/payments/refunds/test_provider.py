"""Refunds and disputes through the fake provider: whatever fails, in whatever order, money goes back once."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.models import Dispute, Refund, StripeEvent
from registrations.payments import gateway
from registrations.payments.actions import receive_event, record_dispute, record_refund, refund_order
from registrations.payments.errors import RefundDisagrees
from registrations.payments.jobs import apply_event, send_refund, sweep_provider, sweep_refunds
from registrations.payments.rules import EventHead
from tests.registrations.payments.refunds.conftest import STRIPE, amounts, balance, contested, said

pytestmark = pytest.mark.django_db
WHOLE = 34_489


@pytest.fixture
def refund(paid_there, accountant):
    given = {"reason": "Empêchement", "give_back": True, "by": accountant, "at": timezone.now()}
    return refund_order(order=paid_there.order, **given).refunds[0]


def there(payment):
    return [fact.cents for fact in gateway.refunds_of_payment(payment.reference)]


def again():
    Refund.objects.update(not_before=timezone.now())
    sweep_refunds.call_local()


def tell(kind, name):
    event = receive_event(EventHead(f"evt_{kind}_{name}", kind, name), at=timezone.now())
    apply_event.call(event.pk)
    event.refresh_from_db()
    return event.state


@pytest.mark.parametrize("performed", [True, False])
@pytest.mark.parametrize("kind", ["timeout", "429", "500"])
def test_answer_that_is_lost_never_gives_back_twice(refund, paid_there, fake, quick, kind, performed):
    fake.fault(kind, path="/v1/refunds", performed=performed, seconds=0)
    send_refund.call(refund.pk)
    refund.refresh_from_db()
    assert (refund.state, bool(refund.error), there(paid_there)) == ("asked", True, [WHOLE] if performed else [])

    fake.advance(3 * 86_400)  # the provider has forgotten the key
    again()
    again()

    refund.refresh_from_db()
    assert (refund.state, there(paid_there), amounts(paid_there)) == ("confirmed", [WHOLE], (WHOLE, 0, 0))


def test_provider_that_asks_for_a_wait_is_heard(refund, fake, quick):
    fake.fault("429", path="/v1/refunds", retry_after=600)
    send_refund.call(refund.pk)
    refund.refresh_from_db()
    assert refund.not_before >= timezone.now() + timedelta(seconds=590)
    assert sweep_refunds.call_local() == 0


def test_refund_that_waits_then_comes_back_is_owed_to_the_buyer(refund, paid_there, fake):
    fake.fault("pending_refunds")
    send_refund.call(refund.pk)
    refund.refresh_from_db()
    assert (refund.state, amounts(paid_there)[0]) == ("sent", WHOLE)
    fake.fail_refund(refund.reference)
    assert tell("refund.failed", refund.reference) == "applied"
    refund.refresh_from_db()
    assert (refund.state, amounts(paid_there)[0], balance()[2]) == ("failed", 0, -WHOLE)


def test_refused_refund_fails_and_counts_no_more(refund, paid_there, fake):
    fake.dispute(paid_there.reference)
    send_refund.call(refund.pk)
    refund.refresh_from_db()
    assert (refund.state, amounts(paid_there)[0], balance()[2]) == ("failed", 0, -WHOLE)
    assert "charged back" in refund.error


def test_refund_of_the_dashboard_is_recorded_once_and_owed_again(paid_there, fake):
    made = fake.give_back(paid_there.reference, 1_000)
    names = [("refund.created", made["id"]), ("charge.refunded", made["charge"]), ("refund.updated", made["id"])]
    assert [tell(*name) for name in names * 2] == ["applied"] * 6
    paid_there.order.refresh_from_db()
    assert Refund.objects.values_list("external", "state", "cents").get() == (True, "confirmed", 1_000)
    assert (amounts(paid_there), balance()[2], paid_there.order.state) == ((1_000, 0, 0), 1_000, "placed")


def test_refund_of_what_was_not_sold_here_is_ignored(paid_there, fake):
    made = fake.give_back(paid_there.reference, 1_000)
    type(paid_there).objects.update(reference="pi_other")
    Refund.objects.all().delete()
    fake.account.store.save(fake.account.find("payment_intent", paid_there.reference) | {"metadata": {}})
    session = fake.account.store.newest_first("checkout.session")[0]
    fake.account.store.save(session | {"metadata": {}})
    assert tell("refund.created", made["id"]) == "ignored"
    assert Refund.objects.count() == 0


def test_night_finds_what_no_event_told(paid_there, fake):
    fake.give_back(paid_there.reference, 1_000)
    dispute = fake.dispute(paid_there.reference, amount=500)
    fake.close_dispute(dispute["id"], won=False)
    assert (sweep_provider.call_local(), sweep_provider.call_local()) == (2, 2)
    assert (amounts(paid_there), Dispute.objects.get().state) == ((1_000, 0, 500), "lost")


STORY = ["pending", "succeeded", "failed"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_facts_of_one_story_in_any_order_end_the_same(paid, order):
    """A refund made there that waits, is done, comes back; a dispute that opens: twice each, in every order."""
    words = [
        lambda status=status: record_refund(said(paid, status=status), by=STRIPE, at=paid.created_at)
        for status in STORY
    ]
    words.append(lambda: record_dispute(contested(paid), by=STRIPE, at=paid.created_at))
    for number in [*order, *reversed(order)]:
        words[number]()
    assert (Refund.objects.get().state, Dispute.objects.get().state) == ("failed", "open")
    assert (amounts(paid), balance()) == ((0, 0, 0), (WHOLE, 0, 0))


def test_dispute_that_is_lost_then_won_leaves_the_money(paid):
    for status, lost in (("needs_response", 0), ("lost", WHOLE), ("under_review", WHOLE), ("won", 0), ("won", 0)):
        record_dispute(contested(paid, status=status), by=STRIPE, at=paid.created_at)
        assert amounts(paid) == (0, 0, lost)
    assert balance()[2] == 0


def test_dispute_lost_takes_the_place_of_a_refund_that_has_not_left(refund, paid_there):
    record_dispute(contested(paid_there, status="lost"), by=STRIPE, at=timezone.now())
    refund.refresh_from_db()
    assert (refund.state, amounts(paid_there)) == ("failed", (0, 0, WHOLE))


def test_dispute_lost_after_a_refund_counts_the_rest_alone(paid):
    record_refund(said(paid, cents=30_000), by=STRIPE, at=paid.created_at)
    record_dispute(contested(paid, status="lost"), by=STRIPE, at=paid.created_at)
    assert amounts(paid) == (30_000, 0, WHOLE - 30_000)


@pytest.mark.parametrize("change", [{"cents": 1}, {"currency": "usd"}])
def test_word_of_another_amount_changes_nothing(refund, paid_there, change):
    fact = said(paid_there, refund_uuid=str(refund.uuid), **change)
    with pytest.raises(RefundDisagrees):
        record_refund(fact, by=STRIPE, at=timezone.now())
    refund.refresh_from_db()
    assert (refund.state, StripeEvent.objects.count()) == ("asked", 0)
