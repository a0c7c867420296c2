"""The declaration's pages: prepared by the registrar, signed by the direction, hidden from everybody else."""

import pytest
from django.utils import timezone

from registrations.models import Declaration, Membership, Order
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, MembershipYearFactory, UserFactory
from tests.factories.renewals import CampaignFactory, DeclarationFactory, director_of, dues_scale, registrar_of
from tests.people import with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def declaration():
    today = timezone.localdate()
    year = MembershipYearFactory(
        label="2026-2027", starts_on=today.replace(day=1), ends_on=today.replace(year=today.year + 1, day=1)
    )
    dues_scale(year=year)
    membership = MembershipFactory(year=year, state="admitted", starts_on=year.starts_on, ends_on=year.ends_on)
    campaign = CampaignFactory(year=year, due_on=today.replace(year=today.year + 1, month=1, day=1))
    return DeclarationFactory(campaign=campaign, membership=membership)


@pytest.fixture
def address(declaration):
    return f"/moi/organisme/{declaration.membership.organisation.slug}/declaration/2026-2027/"


PARTS = {
    "budget": {"budget_cents": "312 000,00"},
    "services": {},
    "coordonnees": {"phone": "418 555-0142", "municipality": "Rimouski", "confirmed": "on"},
    "personnel": {"confirmed": "on"},
}


def fill(client, address):
    """Each part, one after the other; where each led."""
    led = []
    for section, values in PARTS.items():
        led.append(client.post(f"{address}{section}/", values | {"version": "99"}).headers["Location"])
    return led


def test_registrar_prepares_each_part_and_asks_for_the_signature(client, declaration, address):
    organisation = declaration.membership.organisation
    director_of(organisation)
    client.force_login(registrar_of(organisation))

    assert fill(client, address) == [f"{address}{name}/" for name in ("services", "coordonnees", "personnel")] + [
        address
    ]
    page = client.get(f"{address}signature/").content.decode()
    assert 'name="agreed"' not in page
    assert client.post(f"{address}a-signer/").headers["Location"] == address
    refused = client.post(
        f"{address}signature/",
        {"name": "R", "title": "T", "pay": "invoice", "agreed": "on", "statement_version": "1"},
    )
    assert (refused.status_code, Declaration.objects.get().signed_at) == (409, None)


def test_what_one_signed_is_shown_with_its_hour_in_words(client):
    director = UserFactory()
    text = {"budget_cents": 100, "statement_version": 1, "statement": "Je déclare."}
    DeclarationFactory(signed_by=director, signed_at=NOW, signer_name="Zoé Roy", signer_title="Directrice", **text)
    client.force_login(director)
    page = client.get("/moi/renseignements/").content.decode()
    assert ["Directrice" in page, NOW.isoformat()[:11] in page] == [True, False]


def test_director_signs_and_is_led_to_the_invoice(client, declaration, address):
    client.force_login(director_of(declaration.membership.organisation, is_registrar=True))
    fill(client, address)
    given = {"name": "Alix Roy", "title": "Direction", "agreed": "on", "statement_version": "1"}

    done = client.post(f"{address}signature/", given | {"pay": "invoice"})

    order = Order.objects.get()
    assert (done.status_code, order.total_cents, order.on_account) == (200, 90_000, True)
    assert f"/commandes/{order.code}/payer" in done.content.decode()
    assert Membership.objects.get().state == "active"
    assert client.get(f"{address}budget/").headers["Location"] == address
    assert "Alix Roy" in client.get(address).content.decode()


def test_director_who_pays_by_card_goes_to_the_card_page(client, declaration, address):
    client.force_login(director_of(declaration.membership.organisation, is_registrar=True))
    fill(client, address)
    given = {"name": "Alix Roy", "title": "Direction", "agreed": "on", "statement_version": "1", "pay": "card"}
    done = client.post(f"{address}signature/", given)
    assert done.headers["Location"] == f"/commandes/{Order.objects.get().code}/payer"


@pytest.mark.parametrize(
    ("section", "values", "word"),
    [
        ("budget", {"budget_cents": "beaucoup"}, "1234,56"),
        ("budget", {"budget_cents": "-5"}, "1234,56"),
        ("coordonnees", {"email": "pas une adresse", "confirmed": "on"}, "error-summary"),
        ("coordonnees", {"phone": "418 555-0142"}, "points de service"),
        ("personnel", {}, "liste du personnel"),
    ],
)
def test_part_with_errors_keeps_what_was_typed_and_writes_nothing(client, declaration, address, section, values, word):
    client.force_login(registrar_of(declaration.membership.organisation))
    page = client.post(f"{address}{section}/", values | {"version": "0"}, headers={"accept-language": "fr"})
    declaration.refresh_from_db()
    assert (page.status_code, declaration.version, declaration.content) == (422, 0, {})
    assert word in page.content.decode()


def test_part_saved_by_a_colleague_meanwhile_is_not_overwritten(client, declaration, address):
    client.force_login(registrar_of(declaration.membership.organisation))
    client.post(f"{address}budget/", {"budget_cents": "100", "version": "0"})
    late = client.post(f"{address}budget/", {"budget_cents": "200", "version": "0"})
    declaration.refresh_from_db()
    assert (late.status_code, declaration.budget_cents) == (409, 10_000)


def test_decline_and_resume(client, declaration, address):
    client.force_login(registrar_of(declaration.membership.organisation))
    assert client.post(f"{address}renoncer/", {"reason": ""}).status_code == 422
    client.post(f"{address}renoncer/", {"reason": "Fusion"})
    assert Declaration.objects.get().decline_reason == "Fusion"
    client.post(f"{address}reprendre/")
    assert Declaration.objects.get().declined_at is None


@pytest.mark.parametrize("who", ["accounting", "stranger", "practitioner", "unverified"])
def test_everybody_else_finds_nothing(client, declaration, address, who):
    organisation = declaration.membership.organisation
    people = {
        "accounting": lambda: with_role(AffiliationFactory().person, "accounting"),
        "stranger": lambda: registrar_of(MembershipFactory(year=declaration.campaign.year).organisation),
        "practitioner": lambda: AffiliationFactory(organisation=organisation).person,
        "unverified": lambda: director_of(organisation, verified_at=None),
    }
    client.force_login(people[who]())
    assert [client.get(address).status_code, client.post(f"{address}budget/", PARTS["budget"]).status_code] == [
        404,
        404,
    ]


def test_declaration_page_query_count(client, declaration, address, assert_own_queries):
    client.force_login(registrar_of(declaration.membership.organisation))
    with assert_own_queries(8):
        assert client.get(address).status_code == 200


def test_latest_leads_to_the_declaration_and_the_hub_has_its_tile(client, declaration, address):
    organisation = declaration.membership.organisation
    client.force_login(registrar_of(organisation))
    assert client.get(f"/moi/organisme/{organisation.slug}/declaration/").headers["Location"] == address
    assert f'href="{address}"' in client.get(f"/moi/organisme/{organisation.slug}/").content.decode()


def test_the_order_of_dues_speaks_of_dues_and_not_of_seats(client, declaration, address):
    client.force_login(director_of(declaration.membership.organisation, is_registrar=True))
    fill(client, address)
    given = {"name": "Alix Roy", "title": "Direction", "agreed": "on", "statement_version": "1", "pay": "invoice"}
    client.post(f"{address}signature/", given)
    page = client.get(f"/commandes/{Order.objects.get().code}/", headers={"accept-language": "fr"}).content.decode()
    assert ("jours de grâce" in page, "vos places" in page.lower()) == (True, False)


def test_the_budget_is_asked_beside_the_scale(client, declaration, address):
    client.force_login(registrar_of(declaration.membership.organisation))
    page = client.get(f"{address}budget/", headers={"accept-language": "fr"}).content.decode()
    assert [amount in page for amount in ("500,00\u00a0$", "900,00\u00a0$", "1\u00a0500,00\u00a0$")] == [True] * 3
