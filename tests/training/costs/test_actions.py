"""Costs of activities: entered, corrected, removed with their papers, and added up beside a budget."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registrations.actors import Role
from registrations.errors import Forbidden
from registrations.files.storages import private_storage
from registrations.journal.models import Entry
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, ActivityFactory, ProgrammeFactory, SessionFactory
from tests.people import actor_for
from training.catalogue.models import ActivityCost
from training.costs.actions import add_cost, correct_cost, remove_cost
from training.costs.errors import CostExists
from training.costs.queries import sums_by_activity
from training.costs.rules import Sums
from training.reports.queries import document_of, whole_period

pytestmark = pytest.mark.django_db
PAPER = b"date;montant\r\n2026-10-01;125,50\r\n"


def cost(activity=None, **values):
    given = {"label": "Honoraires", "planned_cents": 120_000} | values
    return add_cost(activity or ActivityFactory(), **given, by=LEAD, at=NOW)


@pytest.fixture
def lead(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.TRAINING_LEAD))
    return client


def test_costs_are_added_up_beside_the_budget_and_in_the_report():
    programme = ProgrammeFactory(budget_cents=200_000)
    first, second = (ActivityFactory(programme=programme, title=title) for title in ("Accueillir", "Écouter"))
    SessionFactory(activity=first)
    cost(first, actual_cents=100_000)
    cost(first, label="Salle", planned_cents=30_000)
    cost(second, planned_cents=50_000, actual_cents=0)
    cost(ActivityFactory())

    rows = sums_by_activity(programme)

    assert rows == [(first, Sums(150_000, 100_000, 130_000)), (second, Sums(50_000, 0, 0))]
    assert sum((sums for _activity, sums in rows), Sums()).left_of(200_000) == 70_000
    report = document_of(programme, whole_period(programme), at=NOW)["indicators"]
    assert {report[name] for name in report if "cost" in name and report[name]} >= {150_000, 100_000}


def test_the_same_name_twice_in_an_activity_is_refused():
    first = cost()
    with pytest.raises(CostExists):
        cost(first.activity, label=" Honoraires ")
    assert cost().label == first.label


def test_each_act_is_in_the_journal_with_its_amounts():
    made = cost()
    correct_cost(made, actual_cents=110_000, by=LEAD, at=NOW)
    uuid = made.uuid
    remove_cost(made, by=LEAD, at=NOW)
    entries = Entry.objects.filter(about_uuid=uuid).order_by("pk")
    assert [entry.action for entry in entries] == [f"training.{act}_cost" for act in ("add", "correct", "remove")]
    assert ActivityCost.objects.count() == 0


@pytest.mark.parametrize("act", [correct_cost, remove_cost])
def test_only_the_training_lead_writes(act):
    made = cost()
    with pytest.raises(Forbidden):
        act(made, by=actor_for(UserFactory()), at=NOW)
    assert ActivityCost.objects.get().planned_cents == 120_000


def sent(client, address, **fields):
    values = {"label": "Honoraires", "planned_cents": "1 200,00", "actual_cents": ""} | fields
    return client.post(address, values)


def test_from_the_form_to_the_paper_and_away(lead, django_capture_on_commit_callbacks):
    activity = ActivityFactory()
    paper = SimpleUploadedFile("facture.csv", PAPER)
    answer = sent(lead, reverse("couts:add"), activity=activity.pk, file=paper)
    made = ActivityCost.objects.get()
    assert (answer.status_code, made.planned_cents, made.actual_cents, made.original_name) == (
        302,
        120_000,
        None,
        "facture.csv",
    )
    download = lead.get(reverse("couts:document", args=[made.pk]))
    assert (b"".join(download.streaming_content), "facture.csv" in download["Content-Disposition"]) == (PAPER, True)
    first = made.document.name
    with django_capture_on_commit_callbacks(execute=True):
        sent(lead, reverse("couts:edit", args=[made.pk]), activity=activity.pk, actual_cents="0", detach="on")
    made.refresh_from_db()
    assert (made.actual_cents, made.document.name, private_storage().exists(first)) == (0, "", False)
    lead.post(reverse("couts:delete", args=[made.pk]))
    assert ActivityCost.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"file": SimpleUploadedFile("facture.pdf", b"pas un PDF")},
        {"file": SimpleUploadedFile("facture.exe", b"MZ")},
        {"planned_cents": "12,5,0"},
        {"planned_cents": "-5"},
        {"planned_cents": "", "actual_cents": ""},
        {"label": ""},
    ],
)
def test_what_cannot_be_is_said_on_the_form_and_nothing_is_kept(lead, fields):
    page = sent(lead, reverse("couts:add"), activity=ActivityFactory().pk, **fields)
    assert (page.status_code, bool(page.context["form"].errors), ActivityCost.objects.count()) == (200, True, 0)


def test_accounting_reads_and_writes_nothing(client, person_of):  # noqa: F811
    made = cost()
    programme = made.activity.programme
    client.force_login(person_of(Role.ACCOUNTING))
    read = [reverse("couts:index"), reverse("couts:programme", args=[programme.pk])]
    assert [client.get(address).status_code for address in read] == [200, 200]
    assert client.get(reverse("couts:add")).status_code in {302, 403}
    assert sent(client, reverse("couts:add"), activity=made.activity.pk, label="X").status_code in {302, 403}
    assert ActivityCost.objects.count() == 1
    client.force_login(person_of(Role.EDITOR))
    assert {client.get(address).status_code for address in read} <= {302, 403}


@pytest.mark.parametrize(("budget", "beyond"), [(None, False), (100_000, True), (900_000, False)])
def test_the_programme_says_where_its_budget_stands(lead, budget, beyond):
    made = cost()
    programme = made.activity.programme
    type(programme).objects.update(budget_cents=budget)
    page = lead.get(reverse("couts:programme", args=[programme.pk]))
    assert (page.context["beyond"], bool(page.context["chart"])) == (beyond, True)
    empty = ProgrammeFactory()
    assert lead.get(reverse("couts:programme", args=[empty.pk])).context["chart"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_reads_in_as_many_statements_whatever_the_costs(lead, count, django_assert_max_num_queries):
    programme = ProgrammeFactory(budget_cents=1)
    for number in range(count):
        cost(ActivityFactory(programme=programme), label=f"Coût {number}")
    with django_assert_max_num_queries(14):
        lead.get(reverse("couts:programme", args=[programme.pk]))
