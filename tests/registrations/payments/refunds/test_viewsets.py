"""Accounting gives back through the admin: what is confirmed is what was shown."""

import pytest
from django.urls import reverse

from registrations.actors import Role
from registrations.models import CreditNote, Refund
from registrations.orders.actions import ask_cancellation
from registrations.payments.actions import record_dispute, refund_order
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for
from tests.registrations.payments.refunds.conftest import STRIPE, contested

pytestmark = pytest.mark.django_db
NEW = "/admin/remboursements/new/"


@pytest.fixture
def admin(client, accountant):
    from django.contrib.auth.models import Group

    accountant.person.groups.add(Group.objects.get(name=Role.ACCOUNTING))
    client.force_login(accountant.person)
    return client


def test_order_is_given_back_after_its_amounts_were_shown(admin, paid):
    address = f"{NEW}?order={paid.order.code}"
    line = paid.order.lines.get()
    assert admin.get(NEW).status_code == 200
    assert admin.post(NEW, {"target": paid.order.code}).url == address
    assert "299,97" in admin.get(address).content.decode()

    form = {"reason": "Empêchement", "give_back": "on", f"line_{line.pk}": "100,00"}
    shown = admin.post(address, form)
    page = shown.content.decode().replace("\xa0", " ")
    assert (shown.status_code, CreditNote.objects.count(), Refund.objects.count()) == (200, 0, 0)
    assert "114,97 $" in page
    assert admin.post(address, form | {"confirmed": "1:1"}).status_code == 200
    assert Refund.objects.count() == 0

    done = admin.post(address, form | {"confirmed": "11497:11497"})
    assert (done.status_code, Refund.objects.get().cents, CreditNote.objects.get().total_cents) == (302, 11_497, 11_497)


@pytest.mark.parametrize("cents", ["1000,00", "-1", "x", "0"])
def test_amount_that_is_not_left_is_refused_on_the_form(admin, paid, cents):
    form = {"reason": "x", f"line_{paid.order.lines.get().pk}": cents}
    answer = admin.post(f"{NEW}?order={paid.order.code}", form)
    assert (answer.status_code, Refund.objects.count(), CreditNote.objects.count()) == (200, 0, 0)


def test_pages_show_refunds_disputes_and_what_may_be_done(admin, paid, accountant):
    refund = refund_order(order=paid.order, reason="x", give_back=False, by=accountant, at=NOW).refunds[0]
    Refund.objects.update(state="failed", ended_at=NOW)
    dispute = record_dispute(contested(paid), by=STRIPE, at=NOW)
    pages = [
        f"/admin/paiements/inspect/{paid.pk}/",
        f"/admin/remboursements/inspect/{refund.pk}/",
        f"/admin/remboursements/reprendre-remboursement/{refund.pk}/",
        f"/admin/contestations/inspect/{dispute.pk}/",
        "/admin/remboursements/",
        "/admin/contestations/",
        f"/admin/commandes/inspect/{paid.order.pk}/",
        f"/admin/factures/inspect/{paid.order.invoices.get().pk}/",
    ]
    assert [admin.get(page).status_code for page in pages] == [200] * len(pages)
    assert "dashboard.stripe.com/test/disputes/dp_1" in admin.get(pages[3]).content.decode()
    assert f"{NEW}?order={paid.order.code}" in admin.get(pages[-1]).content.decode()


def test_nobody_else_gives_back(client, paid):
    client.force_login(UserFactory())
    assert client.get(f"{NEW}?order={paid.order.code}").status_code in (302, 403)


def test_the_lists_spell_their_amounts(admin, accountant, paid):
    refund_order(order=paid.order, reason="Empêchement", give_back=False, by=accountant, at=NOW)
    cents = Refund.objects.get().cents
    page = admin.get("/admin/remboursements/").content.decode()
    assert str(cents) not in page
    assert "344,89" in page


def test_a_request_to_cancel_leads_to_its_refund_then_to_the_answer(admin, paid):
    request = ask_cancellation(order=paid.order, reason="Empêchement", by=actor_for(paid.order.person), at=NOW)
    there = f"{NEW}?order={paid.order.code}&demande={request.pk}"
    page = admin.get(reverse("demandes-d-annulation:inspect", args=[request.pk])).content.decode()
    assert there.replace("&", "&amp;") in page

    form = admin.get(there).context["form"]
    line = f"line_{paid.order.lines.get().pk}"
    assert (form["reason"].value(), form["give_back"].value(), form[line].value()) == ("Empêchement", True, "299,97")

    given = {"reason": "Empêchement", "give_back": "on", line: "299,97", "confirmed": "34489:34489"}
    answer = admin.post(there, given).url
    assert answer == reverse("demandes-d-annulation:repondre", args=[request.pk])
    said = admin.get(answer).context["form"]["answer"].value()
    assert CreditNote.objects.get().label in said
    admin.post(answer, {"answer": said})
    request.refresh_from_db()
    assert (request.answer, Refund.objects.get().cents) == (said, 34_489)
    assert admin.get(f"{NEW}?order={paid.order.code}&demande=abc").status_code == 200


def test_a_dispute_says_its_reason_in_words(admin, paid):
    dispute = record_dispute(contested(paid), by=STRIPE, at=NOW)
    for page in ("/admin/contestations/", f"/admin/contestations/inspect/{dispute.pk}/"):
        assert "fraudulent" not in admin.get(page).content.decode()
