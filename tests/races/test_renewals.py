"""Renewals under a crowd: one campaign, one signature, one payment, one invoice of dues, numbers without a gap."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from registrations.models import (
    Campaign,
    CreditNote,
    Declaration,
    Invoice,
    InvoiceBalance,
    Membership,
    Message,
    NumberSeries,
    Order,
    Payment,
)
from registrations.orders.actions import Credited, Wanted, credit_invoice, place_order
from registrations.payments.actions import record_received, reverse_payment
from registrations.renewals.actions import fill_campaign, open_campaign, sign_declaration
from tests.factories.registrations import NOW, MembershipYearFactory
from tests.factories.renewals import (
    DeclarationFactory,
    director_of,
    dues_scale,
    last_year_member,
    prepared,
    registrar_of,
)
from tests.factories.sales import actor_for
from tests.races.test_orders import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ACCOUNTANT = actor_for(None, "accounting")
TODAY = NOW.date()


@pytest.fixture
def ready():
    """A declaration prepared, and who signs it."""
    dues_scale()
    declaration = prepared(DeclarationFactory())
    return declaration, director_of(declaration.membership.organisation)


def sign(ready):
    declaration, director = ready
    given = {"name": "Alix Roy", "title": "Direction", "statement_version": 1, "by": actor_for(director), "at": NOW}
    return sign_declaration(declaration=declaration, **given)


def receive(order, reference="0042", cents=90_000):
    given = {"method": "cheque", "cents": cents, "received_on": TODAY, "reference": reference}
    return record_received(order=order, by=ACCOUNTANT, at=NOW, **given)


def test_opened_and_filled_by_eight_at_once_each_member_gets_one_declaration():
    for _member in range(6):
        registrar_of(last_year_member().organisation)
    year = MembershipYearFactory()

    def act():
        campaign = open_campaign(year=year, due_on=TODAY + timedelta(days=9), by=ACCOUNTANT, at=NOW)
        while fill_campaign(campaign=campaign, most=2, by=ACCOUNTANT, at=NOW):
            pass
        return campaign.pk

    assert len(set(at_once([act] * 8, threads=8))) == 1
    assert (Campaign.objects.count(), Declaration.objects.count(), Membership.objects.filter(year=year).count()) == (
        1,
        6,
        6,
    )
    assert Message.objects.filter(kind="declaration-open").count() == 6


def test_signed_eight_times_at_once_there_is_one_signature_and_one_invoice(ready):
    outcome = at_once([lambda: str(sign(ready).pk)] * 8, threads=8)
    assert sorted(outcome) == sorted([str(ready[0].pk), *["declaration-signed"] * 7])
    assert (Order.objects.count(), Invoice.objects.count()) == (1, 1)


def test_dues_ordered_eight_times_at_once_are_ordered_once(ready):
    declaration = ready[0]
    Declaration.objects.update(signed_at=NOW, statement_version=1, statement="x")
    line = Wanted("dues", declaration.membership.uuid)

    def act():
        organisation = declaration.membership.organisation
        return place_order(lines=[line], payer=organisation, by=ACCOUNTANT, at=NOW, on_account=True).state

    assert sorted(at_once([act] * 8, threads=8)) == sorted(["placed", *["no-dues-owed"] * 7])
    assert Order.objects.get().total_cents == 90_000


def test_paid_eight_times_at_once_is_recorded_once(ready):
    sign(ready)
    order = Order.objects.get()
    outcome = at_once([lambda: receive(order).state] * 8, threads=8)
    assert sorted(outcome) == sorted(["captured", *["payment-already-recorded"] * 7])
    assert (InvoiceBalance.objects.get().paid_cents, Payment.objects.count()) == (90_000, 1)


def test_paid_in_parts_and_credited_at_once_the_balance_adds_up(ready):
    sign(ready)
    order, invoice = Order.objects.get(), Invoice.objects.get()
    line = order.lines.get()
    acts = [lambda number=number: receive(order, f"part {number}", 10_000).state for number in range(6)]
    acts += [
        lambda: (
            credit_invoice(
                invoice=invoice, lines=[Credited(line, 5_000)], reason="Rabais", by=ACCOUNTANT, at=NOW
            ).number
        )
        for _number in range(6)
    ]
    at_once(acts, threads=12)

    balance = InvoiceBalance.objects.get()
    order.refresh_from_db()
    assert (balance.paid_cents, balance.credited_cents, balance.due_cents) == (60_000, 30_000, 0)
    assert (order.state, Membership.objects.get().lapses_on.isoformat()) == ("settled", "2027-06-30")


def test_taken_back_eight_times_at_once_the_money_goes_once(ready):
    sign(ready)
    payment = receive(Order.objects.get())

    def act():
        return reverse_payment(payment=payment, reason="Sans provision", by=ACCOUNTANT, at=NOW).state

    assert sorted(at_once([act] * 8, threads=8)) == sorted(["reversed", *["wrong-state"] * 7])
    assert InvoiceBalance.objects.get().paid_cents == 0


def test_credit_note_numbers_have_no_gap_when_a_third_rolls_back(ready):
    sign(ready)
    invoice, line = Invoice.objects.get(), Order.objects.get().lines.get()
    count = 150 if connection.vendor == "postgresql" else 30

    def crediting(number):
        def act():
            with transaction.atomic():
                credit_invoice(invoice=invoice, lines=[Credited(line, 7)], reason="Rabais", by=ACCOUNTANT, at=NOW)
                transaction.set_rollback(number % 3 == 0)

        return act

    at_once([crediting(number) for number in range(count)])

    numbers = sorted(CreditNote.objects.values_list("number", flat=True))
    assert numbers == list(range(1, count - count // 3 + 1))
    assert NumberSeries.objects.get(name="NC-2026").last == len(numbers)
    assert InvoiceBalance.objects.get().credited_cents == 7 * len(numbers)
