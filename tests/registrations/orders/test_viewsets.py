"""The pages of orders in the admin lead to what they name, for whoever may open it; their acts are under the title."""

import pytest
from django.urls import reverse

from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, quebec_taxes
from tests.people import with_role
from tests.registrations.payments.by_hand.conftest import cheque, on_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    quebec_taxes()
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    order = on_account(registrar, TicketTypeFactory())
    cheque(order.organisation, 10_000, (order, 10_000))
    return order


@pytest.mark.parametrize(("role", "links"), [("accounting", 3), ("event_lead", 1)])
def test_an_order_leads_to_its_payer_invoice_and_payment(client, order, role, links):
    client.force_login(with_role(UserFactory(), role))
    answer = client.get(reverse("commandes:inspect", args=[order.pk]))
    named = [
        ("factures", order.invoices.get()),
        ("paiements", order.payments.get()),
        ("organisations", order.organisation),
    ]
    pages = [f'<a href="{reverse(f"{name}:inspect", args=[row.pk])}">' for name, row in named]
    assert sum(page in answer.content.decode() for page in pages) == links


def test_the_acts_of_a_page_leave_its_header_to_the_title(client, order):
    client.force_login(with_role(UserFactory(), "accounting"))
    answer = client.get(reverse("factures:inspect", args=[order.invoices.get().pk]))
    assert [button.icon_name for button in answer.context["header_buttons"]] == ["help"]
    assert len(answer.context["acts"]) == 6
