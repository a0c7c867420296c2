"""The admin: the campaign's page, the list by steps, the bulk act with its dry run, budgets for accounting alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.models import Campaign, CreditNote, Declaration, DuesScale, Invoice, Order, Payment
from registrations.renewals.actions import note_budget
from tests.factories.registrations import MembershipFactory, MembershipYearFactory, UserFactory
from tests.factories.renewals import BRACKETS, CampaignFactory, DeclarationFactory, dues_scale
from tests.factories.sales import actor_for
from tests.people import with_role

pytestmark = pytest.mark.django_db
ACCOUNTANT = actor_for(None, "accounting")
SECRET = 31_415_926


@pytest.fixture
def campaign():
    """Under way: three members who did not declare in time."""
    first = timezone.localdate() - timedelta(days=30)
    MembershipYearFactory(label="last", starts_on=first.replace(year=first.year - 1), ends_on=first)
    year = MembershipYearFactory(label="now", starts_on=first, ends_on=first.replace(year=first.year + 1))
    dues_scale(year=year)
    campaign = CampaignFactory(year=year, due_on=timezone.localdate() - timedelta(days=1))
    dates = {"starts_on": year.starts_on, "ends_on": year.ends_on, "lapses_on": year.ends_on}
    for number in range(3):
        membership = MembershipFactory(year=year, state="admitted", **dates)
        declaration = DeclarationFactory(campaign=campaign, membership=membership)
        if number:
            note_budget(declaration=declaration, cents=SECRET, by=ACCOUNTANT, at=timezone.now())
    return campaign


def signed_in(client, role):
    client.force_login(with_role(UserFactory(), role))
    return client


def test_the_campaigns_page_counts_each_step(client, campaign):
    page = signed_in(client, "accounting").get(reverse("campagnes-de-renouvellement:inspect", args=[campaign.pk]))
    body = page.content.decode()
    assert page.status_code == 200
    assert body.count("<svg viewBox") == 2
    assert f"campaign={campaign.pk}&amp;step=undeclared" in body


@pytest.mark.parametrize(("step", "count"), [("undeclared", 3), ("late", 3), ("declared", 0), ("lapsed", 3)])
def test_the_list_is_filtered_by_step(client, campaign, step, count):
    page = signed_in(client, "accounting").get(f"{reverse('declarations:index')}?step={step}")
    assert len(page.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_declarations_query_count(client, campaign, count, assert_own_queries):
    Declaration.objects.exclude(pk__in=Declaration.objects.values("pk")[:count]).delete()
    signed_in(client, "accounting").get(reverse("declarations:index"))
    with assert_own_queries(14):
        client.get(reverse("declarations:index"))


@pytest.mark.parametrize(
    ("role", "shown"), [("accounting", True), ("training_lead", False), ("board_secretary", False)]
)
def test_budgets_are_accountings_to_see(client, campaign, role, shown):
    signed_in(client, role)
    declaration = Declaration.objects.filter(reference_cents=SECRET).first()
    pages = [
        client.get(reverse("declarations:index")),
        client.get(f"{reverse('declarations:index')}?export=csv"),
        client.get(reverse("declarations:inspect", args=[declaration.pk])),
    ]
    said = [b"".join(page).decode() if page.streaming else page.content.decode() for page in pages]
    seen = ["314" in "".join(text.split()).replace("\u00a0", "") and "159,26" in text for text in said]
    exported = "31415926" in said[1] or seen[1]
    assert [seen[0], exported, seen[2]] == [shown] * 3


def test_open_a_campaign_from_the_admin_gives_it_to_the_job(client, campaign):
    later = campaign.year.ends_on
    year = MembershipYearFactory(label="next", starts_on=later, ends_on=later.replace(year=later.year + 1))
    given = {"year": year.pk, "due_on": later.isoformat(), "reminders": "-7, 0", "statement_fr": "Je déclare."}
    signed_in(client, "accounting").post(reverse("campagnes-de-renouvellement:add"), given)
    opened = Campaign.objects.get(year=year)
    assert (opened.reminders, opened.statement_fr) == ([-7, 0], "Je déclare.")


def test_the_dry_run_leaves_out_who_has_no_budget_and_writes_nothing(client, campaign):
    signed_in(client, "accounting")
    rows = list(Declaration.objects.values_list("pk", flat=True))
    address = reverse("declarations:lot-facturer-provisoirement")
    check = client.get(address, {"row": rows})
    assert (len(check.context["passing"]), len(check.context["left_out"]), Order.objects.count()) == (2, 1, 0)

    context = check.context
    given = {"rows": context["rows"], "token": str(context["token"]), "apply": "1"}
    for _time in range(2):
        client.post(address, given)
    assert (Order.objects.count(), Declaration.objects.filter(provisional_at__isnull=False).count()) == (2, 2)


def test_a_scale_is_typed_copied_and_refused_with_a_hole(client, campaign):
    signed_in(client, "accounting")
    scale = DuesScale.objects.get()
    edit = reverse("baremes-de-cotisation:edit", args=[scale.pk])
    assert client.post(edit, {"from_1": "100", "amount_1": "5"}).status_code == 200
    assert scale.brackets.count() == len(BRACKETS)

    client.post(edit, {"from_1": "0", "amount_1": "400", "from_2": "300 000", "amount_2": "812,50"})
    assert list(scale.brackets.values_list("from_cents", "amount_cents")) == [(0, 40_000), (30_000_000, 81_250)]

    later = campaign.year.ends_on
    MembershipYearFactory(label="next", starts_on=later, ends_on=later.replace(year=later.year + 1))
    client.post(reverse("baremes-de-cotisation:copier", args=[scale.pk]))
    assert DuesScale.objects.get(year__label="next").brackets.count() == 2


def test_a_paper_declaration_is_recorded_invoiced_paid_credited_and_taken_back(client, campaign):
    signed_in(client, "accounting")
    declaration = Declaration.objects.first()
    paper = {"budget_cents": "300 000", "name": "Alix Roy", "title": "Direction"}
    client.post(reverse("declarations:papier", args=[declaration.pk]), paper)
    order, invoice = Order.objects.get(), Invoice.objects.get()
    assert order.total_cents == 90_000

    receipt = {
        "payer": str(order.organisation.uuid),
        f"part_{order.pk}": "500,00",
        "record": "1",
        "method": "cheque",
        "cents": "500,00",
        "received_on": timezone.localdate().isoformat(),
        "reference": "0042",
    }
    client.post(reverse("encaissements:inscrire"), receipt)
    line = order.lines.get()
    client.post(reverse("factures:crediter", args=[invoice.pk]), {"reason": "Entente", f"line_{line.pk}": "400,00"})
    order.refresh_from_db()
    assert (order.state, CreditNote.objects.get().total_cents) == ("settled", 40_000)

    payment = Payment.objects.get()
    client.post(reverse("paiements:reprendre-paiement", args=[payment.pk]), {"reason": "Sans provision"})
    owed = client.get(reverse("comptes-a-recevoir:index"))
    assert [row.due_cents for row in owed.context["object_list"]] == [50_000]
    assert client.get(f"{reverse('comptes-a-recevoir:index')}?age=31").context["object_list"].count() == 0
