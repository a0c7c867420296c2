"""Money goes back once, never above what came, and no invoice is owed by it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registrations.actors import Role
from registrations.errors import WrongState
from registrations.models import CreditNote, Message, Payment, Receipt, Refund, Ticket
from registrations.orders.actions import Credited, cancel_order, credit_invoice
from registrations.payments.actions import (
    approve_refund,
    ask_refund,
    discard_refund,
    preview_refund_order,
    record_dispute,
    record_payment,
    record_received,
    record_refund,
    record_refund_by_hand,
    refund_order,
    retry_refund,
)
from registrations.payments.errors import (
    AboveRest,
    AnotherPerson,
    GivenTomorrow,
    MayNotRefund,
    NotAReturn,
    NothingToRefund,
    PaymentDisputed,
)
from registrations.seats.models import SeatPool
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, order_ticket
from tests.registrations.payments.conftest import fact_of
from tests.registrations.payments.refunds.conftest import STRIPE, amounts, balance, contested, said, two_lines

pytestmark = pytest.mark.django_db
WHOLE = 34_489
BACK = {"reason": "Empêchement", "give_back": True, "at": NOW}


def test_refund_order_whole_credits_gives_back_and_cancels(paid, accountant):
    done = refund_order(order=paid.order, by=accountant, **BACK)

    paid.order.refresh_from_db()
    refund = Refund.objects.get()
    assert (done.note.total_cents, done.cents, refund.credit_note) == (WHOLE, WHOLE, done.note)
    assert (refund.state, refund.method, refund.reason, refund.asked_by) == (
        "asked",
        "card",
        "Empêchement",
        accountant.person,
    )
    assert (amounts(paid), balance()) == ((WHOLE, 0, 0), (0, WHOLE, 0))
    assert (paid.order.state, Ticket.objects.get().state, SeatPool.objects.get().taken) == ("cancelled", "cancelled", 0)


def test_refund_order_that_keeps_its_seats_stays_settled(paid, accountant):
    refund_order(order=paid.order, by=accountant, **BACK | {"give_back": False})
    paid.order.refresh_from_db()
    assert (paid.order.state, Ticket.objects.get().state, balance()) == ("settled", "confirmed", (0, WHOLE, 0))


def test_refund_order_of_a_line_frees_its_seats_alone(ticket_type, accountant):
    other = TicketTypeFactory(colloquium=ticket_type.colloquium, public_price_cents=10_000)
    order = two_lines(ticket_type, other, UserFactory())
    payment = record_payment(fact_of(order), by=STRIPE, at=NOW)
    line = order.lines.get(item_uuid=other.uuid)

    refund_order(order=order, lines=[Credited(line, 10_000)], by=accountant, **BACK)

    order.refresh_from_db()
    other.pool.refresh_from_db()
    ticket_type.pool.refresh_from_db()
    assert (order.state, other.pool.taken, ticket_type.pool.taken) == ("settled", 0, 1)
    assert (amounts(payment)[0], balance()[2]) == (11_498, 0)


def test_refund_order_of_half_a_line_keeps_its_seat(paid, accountant):
    line = paid.order.lines.get()
    refund_order(order=paid.order, lines=[Credited(line, 10_000)], by=accountant, **BACK)
    assert (Ticket.objects.get().state, amounts(paid)[0], balance()) == ("confirmed", 11_497, (22_992, 11_497, 0))


CHEQUE = {"method": "cheque", "received_on": NOW.date(), "reference": "7"}


def test_refund_order_spreads_over_its_payments_cards_first(paid, accountant):
    order = paid.order
    Payment.objects.filter(pk=paid.pk).update(captured_cents=20_000)
    receipt = Receipt.objects.create(
        person=order.person, received_cents=14_489, allotted_cents=14_489, recorded_at=NOW, **CHEQUE
    )
    parts = {"receipt": receipt, "captured_cents": 14_489, "captured_at": NOW, "created_at": NOW}
    Payment.objects.create(order=order, state="captured", **parts, **CHEQUE)
    refund_order(order=order, by=accountant, **BACK)
    assert list(Refund.objects.order_by("pk").values_list("method", "cents")) == [("card", 20_000), ("cheque", 14_489)]


def test_preview_says_what_the_act_writes_and_writes_nothing(paid, accountant):
    given = {"order": paid.order, "lines": None, "by": accountant, **BACK}
    shown = preview_refund_order(**given)
    assert (Refund.objects.count(), CreditNote.objects.count(), amounts(paid)) == (0, 0, (0, 0, 0))
    assert SeatPool.objects.get().taken == 1
    done = refund_order(**given)
    assert (shown.cents, shown.note.total_cents, done.note.number) == (done.cents, done.note.total_cents, 1)


def test_ask_refund_never_makes_an_invoice_owed(paid, accountant):
    with pytest.raises(AboveRest):
        ask_refund(payment=paid, cents=1, reason="Geste", by=accountant, at=NOW)
    credit_invoice(
        invoice=paid.order.invoices.get(),
        lines=[Credited(paid.order.lines.get(), 100)],
        reason="x",
        by=accountant,
        at=NOW,
    )
    ask_refund(payment=paid, cents=115, reason="Geste", by=accountant, at=NOW)
    with pytest.raises(AboveRest):
        ask_refund(payment=paid, cents=1, reason="Geste", by=accountant, at=NOW)
    assert (amounts(paid)[0], balance()[2]) == (115, 0)


@pytest.mark.parametrize(("cents", "reason"), [(0, "x"), (-5, "x"), (5, " ")])
def test_ask_refund_of_nothing_or_without_a_reason_is_refused(paid, accountant, cents, reason):
    with pytest.raises(NothingToRefund):
        ask_refund(payment=paid, cents=cents, reason=reason, by=accountant, at=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ACCOUNTING, Role.ADMINISTRATOR)])
def test_refunds_are_accountings(paid, role):
    by = actor_for(UserFactory(), role)
    with pytest.raises(MayNotRefund):
        ask_refund(payment=paid, cents=1, reason="x", by=by, at=NOW)
    with pytest.raises(MayNotRefund):
        refund_order(order=paid.order, by=by, **BACK)
    assert CreditNote.objects.count() == 0


def test_by_two_the_second_is_somebody_else(paid, accountant, settings):
    settings.REFUNDS_BY_TWO = True
    refund = refund_order(order=paid.order, by=accountant, **BACK).refunds[0]
    assert (refund.state, amounts(paid)[0]) == ("proposed", WHOLE)
    with pytest.raises(AnotherPerson):
        approve_refund(refund=refund, by=accountant, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.update(approved_by=accountant.person)

    other = actor_for(UserFactory(), Role.ACCOUNTING)
    assert approve_refund(refund=refund, by=other, at=NOW).state == "asked"
    with pytest.raises(WrongState):
        approve_refund(refund=refund, by=other, at=NOW)
    with pytest.raises(WrongState):
        discard_refund(refund=refund, by=other, at=NOW)  # it may be on its way


def test_discarded_the_amount_is_paid_in_excess_again(paid, accountant, settings):
    settings.REFUNDS_BY_TWO = True
    refund = refund_order(order=paid.order, by=accountant, **BACK).refunds[0]
    discard_refund(refund=refund, by=accountant, at=NOW)
    assert (amounts(paid), balance()) == ((0, 0, 0), (WHOLE, WHOLE, -WHOLE))
    assert ask_refund(payment=paid, cents=WHOLE, reason="x", by=accountant, at=NOW).state == "proposed"


def test_money_by_hand_for_nothing_waits_and_is_recorded(ticket_type, accountant):
    person = UserFactory()
    order = cancel_order(order=order_ticket(ticket_type, person), by=actor_for(person), at=NOW)
    payment = record_received(order=order, **CHEQUE, cents=WHOLE, by=accountant, at=NOW)
    assert (Refund.objects.count(), amounts(payment)) == (0, (0, WHOLE, 0))

    refund = ask_refund(payment=payment, cents=WHOLE, reason="Annulée", by=accountant, at=NOW)
    how = {"refund": refund, "method": "transfer", "by": accountant, "at": NOW}
    with pytest.raises(GivenTomorrow):
        record_refund_by_hand(**how, reference="V-9", given_on=NOW.date() + timedelta(days=2))
    with pytest.raises(NotAReturn):
        record_refund_by_hand(**how, reference=" ", given_on=NOW.date())
    done = record_refund_by_hand(**how, reference="V-9", given_on=NOW.date())

    assert (done.state, done.method, done.reference, done.given_on) == ("confirmed", "transfer", "V-9", NOW.date())
    assert (amounts(payment), Message.objects.filter(kind="refund-sent").count()) == ((WHOLE, 0, 0), 1)
    with pytest.raises(WrongState):
        discard_refund(refund=refund, by=accountant, at=NOW)


def test_failed_refund_counts_no_more_and_is_asked_again_another_way(paid, accountant):
    refund = refund_order(order=paid.order, by=accountant, **BACK).refunds[0]
    record_refund(said(paid, refund_uuid=str(refund.uuid)), by=STRIPE, at=NOW)
    record_refund(
        said(paid, refund_uuid=str(refund.uuid), status="failed", failure="lost_or_stolen_card"), by=STRIPE, at=NOW
    )

    refund.refresh_from_db()
    assert (refund.state, refund.error, amounts(paid)[0], balance()[2]) == ("failed", "lost_or_stolen_card", 0, -WHOLE)

    again = retry_refund(refund=refund, method="cheque", by=accountant, at=NOW)
    assert (again.pk != refund.pk, again.method, again.credit_note, amounts(paid)[0]) == (
        True,
        "cheque",
        refund.credit_note,
        WHOLE,
    )


def test_payment_that_is_contested_is_not_given_back(paid, accountant):
    record_dispute(contested(paid), by=STRIPE, at=NOW)
    with pytest.raises(PaymentDisputed):
        refund_order(order=paid.order, by=accountant, **BACK)
    assert (CreditNote.objects.count(), amounts(paid)) == (0, (0, 0, 0))


def test_database_refuses_refunds_above_the_payment(paid):
    for change in ({"refunded_cents": WHOLE + 1}, {"refunded_cents": WHOLE, "lost_cents": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=paid.pk).update(**change)
