"""Each discrepancy is planted, found once, told, and closed when it is mended."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from registrations import triggers
from registrations.accounting.actions import close_books, explain_discrepancy, keep_lines, record_reconciliation
from registrations.accounting.errors import NothingToExplain, NotYourBooks
from registrations.accounting.jobs import reconcile
from registrations.accounting.mails import discrepancies_mail
from registrations.accounting.registry import CHECKS, Finding
from registrations.actors import Role
from registrations.models import (
    Closing,
    Discrepancy,
    Invoice,
    InvoiceBalance,
    Message,
    NumberSeries,
    Order,
    Payment,
    ProviderLine,
    Reconciliation,
    SeatPool,
    StripeEvent,
)
from registrations.payments.actions import record_payment, record_received
from registrations.payments.errors import ProviderUnreachable
from registrations.payments.rules import BalanceFact
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for
from tests.people import with_role
from tests.registrations.accounting.conftest import ACCOUNTANT, number_accounts
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)
TODAY = NOW.date()


@pytest.fixture
def theirs(monkeypatch):
    """The provider's account: what the list holds, or an error."""
    lines = []

    def listed(*, since, until):
        if lines and isinstance(lines[0], Exception):
            raise lines[0]
        return [line for line in lines if since <= line.made_at < until]

    monkeypatch.setattr("registrations.accounting.jobs.gateway.list_balance_transactions", listed)
    return lines


def line(number, kind="charge", cents=22_880, **changes):
    given = {
        "reference": f"txn_{number}",
        "kind": kind,
        "type": kind,
        "cents": cents,
        "fee_cents": 0,
        "net_cents": cents,
        "currency": "cad",
        "source": f"ch_{number}",
        "payment_reference": f"pi_{number}",
        "made_at": NOW,
        "available_at": NOW,
    }
    return BalanceFact(**given | changes)


@pytest.fixture
def order(place):
    """Paid by cheque, in full."""
    order = place()
    given = {"method": "cheque", "cents": 22_880, "received_on": NOW.date(), "reference": "0042"}
    record_received(order=order, by=ACCOUNTANT, at=NOW, **given)
    return order


@pytest.fixture
def charged(place):
    """Paid by card."""
    order = place(on_account=False)
    record_payment(fact_of(order), by=ACCOUNTANT, at=NOW)
    return order


def found(*, at=LATER, whole=True, day=TODAY):
    reconcile(day=day, whole=whole, by=ACCOUNTANT, at=at)
    return sorted(set(Discrepancy.objects.filter(mended_at=None).values_list("kind", flat=True)))


def test_nothing_is_found_where_nothing_is_wrong(order, charged, theirs):
    theirs.append(line(1))
    assert found() == []
    row = Reconciliation.objects.get()
    assert (row.found, row.provider, row.charged_cents, row.checked) == (0, "compared", 22_880, 2)


def raw(sql, *args):
    """Around the triggers, as no act of ours could."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, args)


def lower_balance(order):
    InvoiceBalance.objects.filter(invoice__order=order).update(paid_cents=22_000)


def raise_credit(order):
    InvoiceBalance.objects.filter(invoice__order=order).update(credited_cents=100)


def settle_by_hand(order):
    Order.objects.filter(pk=order.pk).update(state="placed")


def lose_invoice(order):
    raw("DELETE FROM registrations_invoicebalance")
    raw("DELETE FROM registrations_invoice")


def refund_by_hand(order):
    Payment.objects.filter(order=order).update(refunded_cents=500)


def skip_a_number(order):
    NumberSeries.objects.filter(name="F-2026").update(last=7)


def fail_an_event(order):
    given = {"event_id": "evt_1", "kind": "charge.updated", "object_id": "ch_1", "not_before": NOW, "received_at": NOW}
    StripeEvent.objects.create(state="failed", error="?", **given)


def miscount_seats(order):
    SeatPool.objects.update(taken=40)


def change_the_paper(order):
    raw("UPDATE registrations_invoice SET base_cents = base_cents + 5, total_cents = total_cents + 5")


@pytest.mark.parametrize(
    ("plant", "kinds"),
    [
        (lower_balance, {"paid", "journal", "order-state"}),
        (raise_credit, {"credited", "journal"}),
        (settle_by_hand, {"order-state"}),
        (lose_invoice, {"no-invoice", "gap", "journal"}),
        (refund_by_hand, {"given-back"}),
        (skip_a_number, {"gap"}),
        (fail_an_event, {"event"}),
        (miscount_seats, {"seats"}),
        (change_the_paper, {"journal", "credited"}),
    ],
)
def test_what_is_planted_is_found(order, theirs, plant, kinds):
    plant(order)
    try:
        assert set(found()) >= kinds
        assert set(found()) <= kinds | {"journal"}
    finally:
        triggers.install(connection)


def test_a_closed_period_that_changed_is_found(order, theirs):
    number_accounts()
    later = NOW + timedelta(days=40)
    close_books(last=date(2026, 10, 31), by=ACCOUNTANT, at=later)
    assert found(at=later) == []

    Closing.objects.update(digest="0" * 64)
    assert found(at=later) == ["closed"]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ([], ["card-not-theirs"]),
        ([line(1), line(2)], ["card-not-ours"]),
        ([line(1, cents=22_881)], ["card-differs"]),
        ([line(1, currency="usd")], ["card-differs"]),
        ([line(1), line(3, "refund", -500, source="re_1")], ["refund-differs"]),
        ([line(1), line(3, "adjustment", -22_880, source="dp_1")], ["movement"]),
        ([line(1), line(3, "other", -100)], ["movement"]),
        ([line(1), line(3, "payout", -20_000, source="po_1"), line(4, "fee", -150, source="")], []),
    ],
)
def test_the_provider_is_compared_with_us(charged, theirs, said, kinds):
    theirs.extend(said)
    assert found() == kinds


def test_fees_and_payouts_are_shown_and_booked(charged, theirs):
    theirs.extend([line(1, fee_cents=694, net_cents=22_186), line(2, "payout", -22_186, source="po_1")])
    assert found() == []

    row = Reconciliation.objects.get()
    assert (row.charged_cents, row.fees_cents, row.paid_out_cents) == (22_880, 694, 22_186)


def test_a_silent_provider_is_said_and_mends_nothing(charged, theirs):
    found()
    theirs.append(ProviderUnreachable())
    assert found() == ["card-not-theirs"]
    assert Reconciliation.objects.get().provider == "silent"


def test_a_movement_is_given_an_hour_to_reach_us(theirs):
    theirs.append(line(9, made_at=LATER - timedelta(minutes=10)))
    assert found() == []
    assert found(at=LATER + timedelta(hours=2)) == ["card-not-ours"]


def test_a_fact_is_one_row_that_closes_when_it_is_mended_and_is_new_when_it_comes_back(order, theirs):
    lower_balance(order)
    found(), found()
    first = Discrepancy.objects.get(kind="paid")
    assert (first.expected_cents, first.found_cents, first.name) == (22_880, 22_000, Invoice.objects.get().label)

    InvoiceBalance.objects.update(paid_cents=22_880)
    assert found() == []
    first.refresh_from_db()
    assert first.mended_at
    assert Reconciliation.objects.get().mended == 3

    lower_balance(order)
    found()
    assert Discrepancy.objects.filter(kind="paid").count() == 2


def test_the_night_looks_at_a_slice_and_at_what_was_touched(order, place, theirs):
    old = place(at=NOW - timedelta(days=30))
    InvoiceBalance.objects.filter(invoice__order=old).update(paid_cents=5)
    days = [NOW.date() + timedelta(days=n) for n in range(7)]

    nights = ["paid" in found(whole=False, day=day, at=LATER + timedelta(days=10)) for day in days]

    assert nights.index(True) == next(n for n, day in enumerate(days) if day.toordinal() % 7 == old.pk % 7)
    assert nights[-1]  # still looked at, the nights after


def test_an_explained_one_is_quiet_until_its_amounts_change(order, theirs):
    lower_balance(order)
    found()
    row = Discrepancy.objects.get(kind="paid")
    with pytest.raises(NotYourBooks):
        explain_discrepancy(discrepancy=row, note="Voir", by=actor_for(None, "event_lead"), at=LATER)
    with pytest.raises(NothingToExplain):
        explain_discrepancy(discrepancy=row, note=" ", by=ACCOUNTANT, at=LATER)

    explain_discrepancy(discrepancy=row, note="Écart de 2021", by=ACCOUNTANT, at=LATER)
    found()
    row.refresh_from_db()
    assert row.explained_at

    InvoiceBalance.objects.update(paid_cents=21_000)
    found()
    row.refresh_from_db()
    assert (row.explained_at, row.note, row.found_cents) == (None, "Écart de 2021", 21_000)

    InvoiceBalance.objects.update(paid_cents=22_880)
    found()
    with pytest.raises(NothingToExplain):
        explain_discrepancy(discrepancy=row, note="Trop tard", by=ACCOUNTANT, at=LATER)


def test_accounting_is_told_once_of_what_is_found(order, theirs):
    person = with_role(UserFactory(), Role.ACCOUNTING)
    found()
    assert Message.objects.filter(kind="discrepancies-found").count() == 0

    lower_balance(order)
    found(), found()

    message = Message.objects.get(kind="discrepancies-found")
    assert message.to == person
    mail = discrepancies_mail(message.about_uuid, "fr")
    assert ("Payé sur une facture", "1") in mail.facts
    InvoiceBalance.objects.update(paid_cents=22_880)
    found()
    assert discrepancies_mail(message.about_uuid, "fr") is None


def test_keep_lines_twice_keeps_them_once_and_books_closed_days_later():
    keep_lines([line(1)], at=NOW)
    close_books(last=date(2026, 9, 30), by=ACCOUNTANT, at=NOW)
    keep_lines([line(1), line(2, made_at=datetime(2026, 9, 30, 15, tzinfo=UTC))], at=NOW)

    days = dict(ProviderLine.objects.values_list("reference", "posted_on"))
    assert days == {"txn_1": NOW.date(), "txn_2": NOW.date()}


def test_an_upper_feature_adds_a_check(theirs, monkeypatch):
    check = CHECKS["paid"]
    made = type(check)("Autre", "Autre", "Autre", lambda _scope: [Finding("x:1", "X")])
    monkeypatch.setitem(CHECKS, "other", made)
    assert found() == ["other"]


def test_page_says_what_does_not_add_up_and_leads_to_it(order, theirs, client, assert_own_queries):
    client.force_login(with_role(UserFactory(), Role.ACCOUNTING))
    lower_balance(order)
    found()
    client.get(reverse("rapprochements:index"))

    with assert_own_queries(14):
        page = client.get(reverse("rapprochements:index") + "?mois=2026-10-01").content.decode()

    row = Discrepancy.objects.get(kind="paid")
    assert f"/admin/commandes/inspect/{order.pk}/" in page
    assert client.get(reverse("ecarts:inspect", args=[row.pk])).status_code == 200
    client.post(reverse("ecarts:expliquer", args=[row.pk]), {"note": "Écart connu"})
    row.refresh_from_db()
    assert row.note == "Écart connu"
    for odd in ("?mois=never", "?mois=0001-01-01", "?mois=2026-13-45"):
        assert client.get(reverse("rapprochements:index") + odd).status_code == 200


def test_page_compares_on_demand(client, django_capture_on_commit_callbacks, work_off, theirs):
    client.force_login(with_role(UserFactory(), Role.ACCOUNTING))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("rapprochements:index"), {"day": "2026-10-06"})
    work_off()
    assert Reconciliation.objects.get().day == NOW.date()
    client.force_login(with_role(UserFactory(), Role.EVENT_LEAD))
    assert client.post(reverse("rapprochements:index")).status_code in (302, 403)
    assert Reconciliation.objects.count() == 1


def test_record_reconciliation_again_keeps_the_day_once():
    for _ in range(2):
        record_reconciliation(
            day=NOW.date(), found={}, checked=0, provider="off", started_at=NOW, by=ACCOUNTANT, at=NOW
        )
    assert Reconciliation.objects.count() == 1
