"""The team's screens of codes, and of orders placed for somebody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.actors import Role
from registrations.models import Order, Promotion, TicketType
from registrations.promotions.rules import PriceWindow
from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import PromotionFactory, TicketTypeFactory, on_sale_now, order_ticket, quebec_taxes
from tests.people import with_role

pytestmark = pytest.mark.django_db
CODES = "/admin/codes-promotionnels/"
NEW = {
    "code": "Ete-2027",
    "count": "1",
    "batch": "",
    "name_fr": "Été",
    "percentage": "12,5",
    "uses": "10",
    "budget_cents": "500",
    "kinds": ["ticket"],
    "audience": "",
    "enabled": "on",
}


@pytest.fixture
def lead(client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(with_role(UserFactory(), Role.EVENT_LEAD))
    return client


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return on_sale_now(TicketTypeFactory())


def test_a_code_is_created_followed_changed_copied_and_archived(lead, ticket_type):
    assert lead.post(f"{CODES}new/", NEW).status_code == 302
    promotion = Promotion.objects.get()
    assert (promotion.code, promotion.rate, promotion.budget_cents, promotion.pool.capacity) == (
        "ETE-2027",
        1_250,
        50_000,
        10,
    )
    order = order_ticket(ticket_type, UserFactory(), code="ete2027", at=timezone.now())

    page = lead.get(f"{CODES}inspect/{promotion.pk}/").content.decode()
    assert "<progress" in page
    assert order.code in page
    assert "37,50" in page
    listed = lead.get(CODES).content.decode()
    assert "1 sur 10" in listed
    assert "12,5" in listed

    changed = NEW | {"uses": "20", "name_en": "Summer", "percentage": "20"}
    assert lead.post(f"{CODES}edit/{promotion.pk}/", changed).status_code == 302
    below = lead.post(f"{CODES}edit/{promotion.pk}/", NEW | {"budget_cents": "1"})
    assert (below.status_code, "budget_cents" in below.context["form"].errors) == (200, True)
    assert lead.post(f"{CODES}copier/{promotion.pk}/", {"code": "AUTOMNE"}).status_code == 302
    assert lead.post(f"{CODES}archiver/{promotion.pk}/").status_code == 302

    promotion.refresh_from_db()
    assert (promotion.rate, promotion.pool.capacity, promotion.archived_at is None) == (2_000, 20, False)
    assert Promotion.objects.get(code="AUTOMNE").rate == 2_000


@pytest.mark.parametrize(
    "changes", [{"percentage": ""}, {"amount_cents": "5"}, {"percentage": "101"}, {"percentage": "0"}, {"code": "é"}]
)
def test_a_promotion_that_is_not_whole_is_refused_on_the_form(lead, changes):
    answer = lead.post(f"{CODES}new/", NEW | changes)
    assert (answer.status_code, Promotion.objects.count()) == (200, 0)
    assert answer.context["form"].errors


def test_a_batch_of_codes_is_made_and_exported(lead):
    made = lead.post(f"{CODES}new/", NEW | {"code": "", "count": "12", "batch": "Partenaires"})
    assert made["Location"] == f"{CODES}?batch=Partenaires"
    PromotionFactory(code="AUTRE")

    export = lead.get(f"{CODES}?batch=Partenaires&export=csv")
    lines = b"".join(export.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 13
    codes = set(Promotion.objects.filter(batch="Partenaires").values_list("code", flat=True))
    assert {line.split(",")[0].strip("'") for line in lines[1:]} == codes


def test_the_list_costs_the_same_for_more(lead, assert_own_queries):
    PromotionFactory.create_batch(3, budget_cents=1_000)
    with assert_own_queries(14):
        lead.get(CODES)


def test_earlier_prices_are_edited_with_the_ticket_type(lead, ticket_type):
    address = f"/admin/forfaits/edit/{ticket_type.pk}/"
    day = timezone.localtime() + timedelta(days=5)
    form = {
        "name": ticket_type.name,
        "slug": ticket_type.slug,
        "public_price_cents": "299.97",
        "member_price_cents": "199",
        "opens_at": timezone.localtime(ticket_type.opens_at).strftime("%Y-%m-%d %H:%M"),
        "closes_at": timezone.localtime(ticket_type.closes_at).strftime("%Y-%m-%d %H:%M"),
        "capacity": "",
        "order": "0",
        "accounting_code": "4150",
    }
    early = {"until_1": day.strftime("%Y-%m-%d 00:00"), "public_1": "250,50", "member_1": "150"}

    assert lead.post(address, form | early).status_code == 302
    changed = TicketType.objects.get()
    assert [(w.public_cents, w.member_cents) for w in changed.windows] == [(25_050, 15_000)]
    assert (changed.windows[0].until, changed.accounting_code) == (
        timezone.make_aware(day.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)),
        "4150",
    )
    assert "250,50" in lead.get(address).content.decode()

    for wrong in ({"until_1": early["until_1"]}, early | {"until_1": "2031-01-01 00:00"}):
        assert lead.post(address, form | wrong).status_code == 200
    assert len(TicketType.objects.get().windows) == 1


def confirmed(lead, body):
    """The price is shown, nothing is written; then the order is placed."""
    before = Order.objects.count()
    shown = lead.post("/admin/commander-pour/", body)
    assert (shown.status_code, Order.objects.count()) == (200, before)
    return lead.post("/admin/commander-pour/", body | {"confirmed": shown.context["shown"]})


def test_the_team_orders_for_a_person_and_offers(lead, ticket_type):
    guest = UserFactory()
    line = {"item_1": str(ticket_type.uuid), "people_1": guest.email, "offered_1": "Personne conférencière"}
    placed = confirmed(lead, {"person": guest.email} | line)
    order = Order.objects.get()
    assert placed["Location"] == f"/admin/commandes/inspect/{order.pk}/"
    assert (order.person, order.state, order.lines.get().offered_reason) == (
        guest,
        "settled",
        "Personne conférencière",
    )
    assert "Personne conférencière" in lead.get(placed["Location"]).content.decode()


def test_the_team_orders_on_account_for_an_organisation(lead, ticket_type):
    owner = AffiliationFactory(organisation=MembershipFactory().organisation).organisation
    PromotionFactory(code="AMIS")
    body = {
        "organisation": owner.pk,
        "on_account": "on",
        "purchase_order": "BC-1",
        "promotion_code": "amis",
        "item_1": str(ticket_type.uuid),
        "quantity_1": "2",
    }
    shown = lead.post("/admin/commander-pour/", body | {"confirmed": "another price"})
    assert (shown.status_code, len(shown.context["priced"].lines), Order.objects.count()) == (200, 1, 0)
    assert confirmed(lead, body).status_code == 302
    order = Order.objects.get()
    assert order.total_cents == shown.context["priced"].totals.total_cents
    assert (order.on_account, order.purchase_order, order.promotion_code, order.lines.get().quantity) == (
        True,
        "BC-1",
        "AMIS",
        2,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"person": ""},
        {"person": "personne@nulle-part.test"},
        {"item_1": ""},
        {"people_1": "personne@nulle-part.test"},
        {"promotion_code": "INCONNU"},
    ],
)
def test_an_order_for_somebody_that_cannot_be_is_said_on_the_form(lead, ticket_type, changes):
    guest = UserFactory()
    body = {"person": guest.email, "item_1": str(ticket_type.uuid), "people_1": guest.email} | changes
    answer = lead.post("/admin/commander-pour/", body)
    assert (answer.status_code, Order.objects.count()) == (200, 0)
    assert answer.context["form"].errors


def test_nobody_else_orders_for_somebody(client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(with_role(UserFactory(), Role.TRAINING_LEAD))
    assert client.get("/admin/commander-pour/").status_code == 302


def test_a_code_limited_to_what_is_over_still_opens(lead, ticket_type):
    promotion = PromotionFactory(items=["0193b6a0-0000-7000-8000-000000000000", str(ticket_type.uuid)])
    type(ticket_type).objects.update(early_prices=[PriceWindow(timezone.now() + timedelta(days=1), 1, 1).as_data()])
    page = lead.get(f"{CODES}edit/{promotion.pk}/").content.decode()
    assert "0193b6a0-0000-7000-8000-000000000000" in page
    assert ticket_type.name in page
