from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from config.demo.stripe import FakeStripe

from .conftest import Listener, Page, order


def test_pay_captures_and_tells(
    client: stripe.StripeClient,
    listener: Listener,
    browse: Callable[..., Page],
    session: stripe.checkout.Session,
) -> None:
    page = browse(session.url, action="pay")
    assert (page.status, page.location) == (303, f"http://localhost:8000/orders/7/paid?session={session.id}")
    paid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.customer_details.email == "camille@exemple.ca"
    intent = paid.payment_intent
    assert (intent.status, intent.amount_received) == ("succeeded", 22_995)
    assert (intent.description, intent.metadata.to_dict()) == ("Commande 7", {"order": "7"})
    charge = intent.latest_charge
    assert (charge.paid, charge.captured, charge.amount_captured) == (True, True, 22_995)
    assert charge.payment_intent == intent.id
    events = listener.events(4)
    assert [event.type for event in events] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    assert events[3].data.object["payment_intent"] == intent.id
    assert client.v1.events.retrieve(events[3].id).to_dict() == events[3].to_dict()


def test_pay_twice_charges_once(
    client: stripe.StripeClient, browse: Callable[..., Page], session: stripe.checkout.Session
) -> None:
    url = session.url
    browse(url, action="pay")
    again = browse(url, action="pay")
    assert (again.status, len(client.v1.charges.list().data)) == (200, 1)
    assert "Cette commande est déjà payée" in again.html


def test_two_people_at_the_same_page_charge_once(
    client: stripe.StripeClient, fake: FakeStripe, session: stripe.checkout.Session
) -> None:
    with ThreadPoolExecutor(4) as pool:
        intents = {paid["payment_intent"] for paid in pool.map(fake.pay, [session.id] * 8)}
    assert (len(intents), len(client.v1.charges.list().data)) == (1, 1)


def test_declined_card_leaves_the_session_open(
    client: stripe.StripeClient, browse: Callable[..., Page], session: stripe.checkout.Session
) -> None:
    page = browse(session.url, action="decline")
    assert page.status == 200
    assert 'role="alert"' in page.html
    tried = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert (tried.status, tried.payment_status) == ("open", "unpaid")
    assert tried.payment_intent.status == "requires_payment_method"
    assert tried.payment_intent.last_payment_error.code == "card_declined"
    assert tried.payment_intent.latest_charge.status == "failed"
    browse(session.url, action="pay")
    paid = client.v1.payment_intents.retrieve(tried.payment_intent.id)
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)


def paid_intent(client: stripe.StripeClient, fake: FakeStripe) -> str:
    intent: str = fake.pay(client.v1.checkout.sessions.create(order()).id)["payment_intent"]
    return intent


def test_refund_gives_back_parts_then_the_rest_and_no_more(client: stripe.StripeClient, fake: FakeStripe) -> None:
    intent = paid_intent(client, fake)
    first = client.v1.refunds.create({"payment_intent": intent, "amount": 10_000, "metadata": {"refund": "1"}})
    assert (first.amount, first.status, first.payment_intent) == (10_000, "succeeded", intent)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent, "amount": 12_996})
    assert (refused.value.http_status, refused.value.param) == (400, "amount")
    rest = client.v1.refunds.create({"charge": first.charge, "reason": "requested_by_customer"})
    assert rest.amount == 12_995
    charge = client.v1.charges.retrieve(first.charge, {"expand": ["refunds", "balance_transaction"]})
    assert (charge.amount_refunded, charge.refunded) == (22_995, True)
    assert [refund.id for refund in charge.refunds.data] == [rest.id, first.id]
    assert charge.balance_transaction.net == 22_995 - 697
    with pytest.raises(stripe.InvalidRequestError) as twice:
        client.v1.refunds.create({"payment_intent": intent})
    assert twice.value.code == "charge_already_refunded"
    assert [refund.id for refund in client.v1.refunds.list({"payment_intent": intent}).data] == [rest.id, first.id]
    assert client.v1.refunds.retrieve(first.id).metadata.to_dict() == {"refund": "1"}


@pytest.mark.parametrize("amount", [0, -5])
def test_refund_refuses_nothing_and_less(client: stripe.StripeClient, fake: FakeStripe, amount: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": paid_intent(client, fake), "amount": amount})
    assert refused.value.code == "parameter_invalid_integer"


def test_refund_of_a_declined_attempt_is_refused(client: stripe.StripeClient, fake: FakeStripe) -> None:
    declined = fake.decline(client.v1.checkout.sessions.create(order()).id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": declined["payment_intent"]})


def test_refund_tells(client: stripe.StripeClient, fake: FakeStripe, listener: Listener) -> None:
    refund = client.v1.refunds.create({"payment_intent": paid_intent(client, fake)}, {"idempotency_key": "refund-1"})
    events = listener.events(6)[4:]
    assert [event.type for event in events] == ["refund.created", "charge.refunded"]
    assert events[0].data.object["id"] == refund.id
    assert events[0].request["idempotency_key"] == "refund-1"


def test_refund_may_wait_then_reach_the_bank_or_come_back(client: stripe.StripeClient, fake: FakeStripe) -> None:
    intent = paid_intent(client, fake)
    fake.fault("pending_refunds", times=2)
    first, second = (client.v1.refunds.create({"payment_intent": intent, "amount": cents}) for cents in (100, 200))
    assert (first.status, second.status) == ("pending", "pending")
    fake.settle_refund(first.id)
    assert fake.fail_refund(second.id) == fake.fail_refund(second.id)
    assert client.v1.refunds.retrieve(first.id).status == "succeeded"
    failed = client.v1.refunds.retrieve(second.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    assert client.v1.charges.retrieve(first.charge).amount_refunded == 100


def test_refund_of_a_disputed_charge_is_refused(client: stripe.StripeClient, fake: FakeStripe) -> None:
    intent = paid_intent(client, fake)
    fake.dispute(intent)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent})
    assert refused.value.code == "charge_disputed"


@pytest.mark.parametrize(("won", "status", "left"), [(True, "won", 20_798), (False, "lost", -2_197)])
def test_dispute_moves_the_balance_and_tells(
    client: stripe.StripeClient, fake: FakeStripe, listener: Listener, won: bool, status: str, left: int
) -> None:
    intent = paid_intent(client, fake)
    opened = client.v1.disputes.retrieve(fake.dispute(intent)["id"])
    assert (opened.status, opened.amount, opened.payment_intent) == ("needs_response", 22_995, intent)
    fake.review_dispute(opened.id)
    fake.close_dispute(opened.id, won=won)
    assert [each.status for each in client.v1.disputes.list({"payment_intent": intent}).data] == [status]
    assert sum(row.net for row in client.v1.balance_transactions.list().data) == left
    kinds = [event.type for event in listener.events(9 if won else 8)[4:]]
    assert kinds[:4] == [f"charge.dispute.{name}" for name in ("created", "funds_withdrawn", "updated", "closed")]


def test_inquiry_takes_nothing_and_ends_as_a_warning(client: stripe.StripeClient, fake: FakeStripe) -> None:
    intent = paid_intent(client, fake)
    asked = fake.dispute(intent, inquiry=True)
    assert client.v1.refunds.create({"payment_intent": intent, "amount": 5}).amount == 5
    fake.review_dispute(asked["id"])
    assert fake.close_dispute(asked["id"], won=True)["status"] == "warning_closed"
    assert client.v1.balance_transactions.list({"type": "adjustment"}).data == []


def test_balance_lists_charges_refunds_and_payouts(client: stripe.StripeClient, fake: FakeStripe) -> None:
    intent = paid_intent(client, fake)
    fake.give_back(intent, 1_000)
    sent = fake.payout()
    rows = client.v1.balance_transactions.list({"limit": 2, "expand": ["data.source"]})
    assert [(row.type, row.amount, row.fee) for row in rows.auto_paging_iter()] == [
        ("payout", -21_298, 0),
        ("refund", -1_000, 0),
        ("charge", 22_995, 697),
    ]
    assert (rows.data[0].source, rows.data[1].source.payment_intent) == (sent["source"], intent)
    assert client.v1.balance_transactions.list({"source": sent["source"]}).data[0].id == sent["id"]
