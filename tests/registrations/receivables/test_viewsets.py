"""The accountant's screens: one cheque for several invoices, its rest, a deposit, reminders."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.models import (
    DepositSlip,
    Dunning,
    InvoiceBalance,
    Message,
    Receipt,
    ReminderLetter,
    ReminderPause,
    User,
)
from registrations.orders.actions import Credited, credit_invoice
from registrations.receivables.errors import NoAddress
from registrations.receivables.queries import unreachable
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, quebec_taxes
from tests.people import with_role
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque, on_account

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(days=37)
"""Invoices are due thirty days after NOW."""
RECORD = "/admin/encaissements/inscrire/"


@pytest.fixture
def accountant(client):
    client.force_login(with_role(UserFactory(), "accounting"))
    return client


@pytest.fixture
def registrar():
    return AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)


@pytest.fixture
def orders(registrar):
    quebec_taxes()
    ticket_type = TicketTypeFactory()
    return [on_account(registrar, ticket_type) for _each in range(3)]


def given(organisation, **more):
    day = timezone.localdate().isoformat()
    return {"payer": str(organisation.uuid), "method": "cheque", "reference": "77", "received_on": day} | more


def test_a_cheque_is_proposed_on_the_oldest_invoices_then_recorded(accountant, registrar, orders):
    number = orders[1].invoices.get().label
    found = accountant.get(RECORD, {"q": number})
    assert found.status_code == 302

    page = accountant.get(found.url)
    assert page.content.decode().count('name="part_') == 3

    proposal = accountant.post(RECORD, given(registrar.organisation, cents="300,00", propose="1"))
    form = proposal.context["form"]
    assert [form[f"part_{order.pk}"].value() for order in orders] == ["228,80", "71,20", ""]
    assert Receipt.objects.count() == 0

    parts = {f"part_{order.pk}": form[f"part_{order.pk}"].value() for order in orders}
    done = accountant.post(RECORD, given(registrar.organisation, cents="300,00", record="1", **parts))
    receipt = Receipt.objects.get()
    assert (done.status_code, receipt.left_cents, receipt.payments.count()) == (302, 0, 2)
    assert accountant.get(done.url).status_code == 200

    again = accountant.post(RECORD, given(registrar.organisation, cents="300,00", record="1"))
    assert (again.status_code, Receipt.objects.count()) == (409, 1)


@pytest.mark.parametrize("cents", ["", "abc", "0", "-5", "99999999999"])
def test_an_impossible_amount_is_refused_in_words(accountant, registrar, orders, cents):
    page = accountant.post(RECORD, given(registrar.organisation, cents=cents, record="1"))
    assert (page.status_code in (409, 422), Receipt.objects.count()) == (True, 0)


def test_the_rest_is_used_given_back_and_the_whole_taken_back(accountant, registrar, orders):
    receipt = cheque(registrar.organisation, 50_000, (orders[0], 22_880))
    place = f"/admin/encaissements/repartir/{receipt.pk}/"
    assert "228,80" in accountant.get(place).content.decode()
    assert accountant.post(place, {f"part_{orders[1].pk}": "100"}).status_code == 302
    given_back = {"cents": "10", "method": "cheque", "reference": "5", "returned_on": "2026-10-06", "reason": "Trop"}
    assert accountant.get(f"/admin/encaissements/rendre/{receipt.pk}/").status_code == 200
    answer = accountant.post(f"/admin/encaissements/rendre/{receipt.pk}/", given_back)
    receipt.refresh_from_db()
    assert (answer.status_code, receipt.allotted_cents, receipt.returned_cents) == (302, 32_880, 1_000)


def test_a_deposit_slip_groups_the_cheques_and_prints(accountant, registrar):
    receipts = [cheque(registrar.organisation, 100, reference=f"n{number}") for number in range(2)]
    assert accountant.get("/admin/bordereaux/new/").content.decode().count('type="checkbox"') >= 2
    chosen = {"deposited_on": "2026-10-06", "receipts": [receipt.pk for receipt in receipts]}
    assert accountant.post("/admin/bordereaux/new/", chosen).status_code == 302
    slip = DepositSlip.objects.get()
    assert slip.total_cents == 200
    assert accountant.get(f"/admin/bordereaux/pdf/{slip.pk}/").content.startswith(b"%PDF")
    assert accountant.get(f"/admin/bordereaux/inspect/{slip.pk}/").status_code == 200


def test_from_what_is_owed_several_invoices_are_paid_together(accountant, registrar, orders):
    page = accountant.get("/admin/comptes-a-recevoir/")
    assert "<svg" in page.content.decode()
    rows = ",".join(str(row.pk) for row in InvoiceBalance.objects.all()[:2])
    done = accountant.post("/admin/comptes-a-recevoir/lot/encaisser/", {"rows": rows, "apply": "1"})
    assert done.url.startswith(RECORD)
    assert accountant.get(done.url).status_code == 200
    statement = accountant.get(f"/admin/comptes-a-recevoir/compte/{registrar.organisation.uuid}/releve.pdf")
    assert statement.content.startswith(b"%PDF")


def test_the_account_of_a_payer_shows_what_is_owed_and_writes(accountant, registrar, orders, monkeypatch):
    receipt = cheque(registrar.organisation, 30_000, (orders[0], 22_880))
    there = f"/admin/comptes-a-recevoir/compte/{registrar.organisation.uuid}/"
    page = accountant.get(there)
    assert page.context["account"].owed_cents == 2 * 22_880
    assert [row.pk for row in page.context["rest"]] == [receipt.pk]
    assert reverse("factures:inspect", args=[orders[1].invoices.get().pk]) in page.content.decode()

    assert accountant.post(there, {"statement": "1"}).url == there
    assert set(Message.objects.filter(kind="statement").values_list("about_uuid", flat=True)) == {
        registrar.organisation.uuid
    }
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    accountant.force_login(with_role(UserFactory(), "accounting"))
    accountant.post(there, {"remind": "1"})
    assert ReminderLetter.objects.get().organisation == registrar.organisation


def test_a_payer_without_an_address_is_listed_with_what_to_do(accountant, registrar, orders, monkeypatch):
    registrar.organisation.billing_email = ""
    registrar.organisation.save()
    User.objects.filter(pk=registrar.person_id).update(email=None, contact_email="")
    assert unreachable(on=LATE.date()) == {registrar.organisation: 3 * 22_880}

    monkeypatch.setattr(timezone, "now", lambda: LATE)
    accountant.force_login(with_role(UserFactory(), "accounting"))
    assert str(registrar.organisation) in html.unescape(accountant.get("/admin/rappels/").content.decode())
    there = f"/admin/comptes-a-recevoir/compte/{registrar.organisation.uuid}/"
    page = accountant.post(there, {"remind": "1"}, follow=True).content.decode()
    assert str(NoAddress.message) in html.unescape(page)
    assert ReminderLetter.objects.count() == 0


def test_reminders_are_started_seen_and_paused(accountant, registrar, orders):
    assert accountant.get("/admin/rappels/").status_code == 200
    assert accountant.post("/admin/rappels/", {"start": "1"}).status_code == 302
    assert Dunning.objects.get().since == timezone.localdate()
    assert accountant.get("/admin/rappels/").status_code == 200
    pause = {"invoice": orders[0].invoices.get().label, "reason": "Entente"}
    assert accountant.post("/admin/pauses-de-rappel/new/", pause).status_code == 302
    assert ReminderPause.objects.get().invoice == orders[0].invoices.get()
    assert accountant.post("/admin/pauses-de-rappel/new/", {"reason": "x"}).status_code == 200


def test_others_of_the_team_do_not_record(client, registrar):
    client.force_login(with_role(UserFactory(), "event_lead"))
    assert client.get(RECORD).status_code in (302, 403)
    assert client.get("/admin/rappels/").status_code in (302, 403)


def test_the_order_leads_to_the_receipt_with_what_it_owes_filled_in(accountant, orders):
    page = accountant.get(reverse("commandes:inspect", args=[orders[1].pk])).content.decode()
    payer = orders[1].organisation
    address = f"{RECORD}?payer={payer.uuid}&target={orders[1].code}"
    assert address.replace("&", "&amp;") in page

    form = accountant.get(address).context["form"]
    assert [form[f"part_{order.pk}"].value() for order in orders] == [None, "228,80", None]
    assert form["cents"].value() == "228,80"


def test_a_part_goes_back_on_the_account_and_an_excess_to_another_invoice(accountant, orders):
    payer = orders[0].organisation
    paid = cheque(payer, 45_760, (orders[0], 22_880), (orders[1], 22_880)).payments.order_by("pk")
    why = {"reason": "Mauvaise facture"}
    done = accountant.post(reverse("paiements:liberer", args=[paid[1].pk]), why)
    assert (done.status_code, Receipt.objects.get().left_cents, owed_cents(orders[1])) == (302, 22_880, 22_880)

    line = orders[0].lines.get()
    with_credit = {"invoice": orders[0].invoices.get(), "lines": [Credited(line, 5_000)], "reason": "Rabais"}
    credit_invoice(**with_credit, by=ACCOUNTANT, at=NOW)
    assert (
        reverse("paiements:deplacer", args=[paid[0].pk])
        in accountant.get(reverse("paiements:inspect", args=[paid[0].pk])).content.decode()
    )
    moved = {"target": orders[2].code, "cents": "57,49"}
    accountant.post(reverse("paiements:deplacer", args=[paid[0].pk]), moved)
    assert owed_cents(orders[2]) == 22_880 - 5_749

    accountant.post(reverse("paiements:annuler-deplacement", args=[orders[2].payments.get().pk]), why)
    assert owed_cents(orders[2]) == 22_880


def owed_cents(order):
    return InvoiceBalance.objects.get(invoice__order=order).due_cents
