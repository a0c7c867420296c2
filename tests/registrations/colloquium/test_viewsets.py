"""The event lead opens, fills and publishes an edition; accounting sees orders, invoices and events."""

import pytest
from django.utils import timezone

from registrations.actors import Role
from registrations.models import Colloquium, Entry, Invoice, StripeEvent, TicketType
from registrations.orders.actions import Wanted, place_order
from registrations.payments.actions import receive_event
from registrations.payments.rules import EventHead
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, on_sale_now, order_ticket, quebec_taxes
from tests.people import with_role

pytestmark = pytest.mark.django_db

EDITION = {
    "title": "QUARIERA 2027",
    "slug": "quariera-2027",
    "mode": "online",
    "language": "fr",
    "starts_on": "2027-02-16",
    "last_day": "2027-02-19",
}


@pytest.fixture
def lead(client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(with_role(UserFactory(), Role.EVENT_LEAD))
    return client


@pytest.fixture
def accountant(client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(with_role(UserFactory(), Role.ACCOUNTING))
    return client


def test_an_edition_is_opened_filled_and_published(lead):
    assert lead.post("/admin/colloques/new/", EDITION).status_code == 302
    edition = Colloquium.objects.get()
    assert (str(edition.ends_on), edition.published_at) == ("2027-02-20", None)

    refused = lead.post(f"/admin/colloques/publier/{edition.pk}/")
    assert (refused.status_code, Colloquium.objects.get().published_at) == (200, None)

    kind = {
        "colloquium": edition.pk,
        "name": "Forfait complet",
        "slug": "complet",
        "public_price_cents": "299.97",
        "member_price_cents": "199",
        "opens_at": "2026-10-01 09:00",
        "closes_at": "2027-02-01 17:00",
        "capacity": "",
        "order": "0",
    }
    assert lead.post("/admin/forfaits/new/", kind).status_code == 302
    ticket_type = TicketType.objects.select_related("pool").get()
    assert (ticket_type.public_price_cents, ticket_type.member_price_cents, ticket_type.pool.capacity) == (
        29_997,
        19_900,
        None,
    )

    assert lead.post(f"/admin/colloques/publier/{edition.pk}/").status_code == 302
    assert lead.post(f"/admin/colloques/edit/{edition.pk}/", EDITION | {"title": "QUARIERA, 7e"}).status_code == 302
    assert Colloquium.objects.get().title == "QUARIERA, 7e"
    shown = lead.get(f"/admin/forfaits/edit/{ticket_type.pk}/").content.decode()
    assert "299.97" in shown or "299,97" in shown
    assert lead.post(f"/admin/forfaits/edit/{ticket_type.pk}/", kind | {"capacity": "40"}).status_code == 302
    ticket_type.pool.refresh_from_db()
    assert ticket_type.pool.capacity == 40
    assert set(Entry.objects.values_list("action", flat=True)) >= {"colloquium.open", "colloquium.publish"}


def test_a_frozen_address_and_reversed_dates_are_refused_on_the_form(lead):
    lead.post("/admin/colloques/new/", EDITION)
    Colloquium.objects.update(published_at=NOW)
    edition = Colloquium.objects.get()
    changed = lead.post(f"/admin/colloques/edit/{edition.pk}/", EDITION | {"slug": "autre"})
    reversed_ = lead.post(f"/admin/colloques/edit/{edition.pk}/", EDITION | {"last_day": "2027-02-10"})
    assert (changed.status_code, reversed_.status_code, Colloquium.objects.get().slug) == (200, 200, "quariera-2027")


def test_accounting_cancels_an_order_and_opens_an_invoice(accountant):
    quebec_taxes()
    ticket_type = on_sale_now(TicketTypeFactory())
    now = timezone.now()
    order = order_ticket(ticket_type, UserFactory(), at=now)
    assert accountant.post(f"/admin/commandes/annuler/{order.pk}/").status_code == 302
    order.refresh_from_db()
    assert order.state == "cancelled"

    held = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    line = Wanted("ticket", ticket_type.uuid, 1, (held.person,))
    place_order(lines=[line], payer=held.organisation, by=actor_for(held.person), at=now, on_account=True)
    invoice = Invoice.objects.get()
    assert f"/commandes/{invoice.order.code}/facture.pdf" in (
        accountant.get(f"/admin/factures/inspect/{invoice.pk}/").content.decode()
    )
    assert accountant.get(f"/commandes/{invoice.order.code}/facture.pdf").content[:5] == b"%PDF-"


def test_accounting_applies_a_failed_event_again(accountant):
    event = receive_event(EventHead("evt_1", "checkout.session.completed", "cs_1"), at=NOW)
    StripeEvent.objects.update(state="failed")
    assert accountant.post(f"/admin/evenements-stripe/reprendre/{event.pk}/").status_code == 302
    event.refresh_from_db()
    assert event.state == "waiting"
