"""Lists cost the same with one row as with three."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.admin.viewsets import viewsets

from registrations.actors import Role
from registrations.orders.models import Order
from registrations.viewsets import ActionViewSet
from tests.factories.registrations import AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("organisations:index", OrganisationFactory),
        ("personnes:index", UserFactory),
        ("affiliations:index", AffiliationFactory),
        ("adhesions:index", MembershipFactory),
        ("equipe:index", None),
    ],
)
def test_list_query_count_does_not_grow_with_rows(name, factory, person_of, client):
    client.force_login(person_of(Role.ADMINISTRATOR))
    counts = []
    for more, role in ((1, Role.EDITOR), (2, Role.LIBRARIAN)):
        factory.create_batch(more) if factory else person_of(role)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_filter_is_kept_found_again_and_forgotten(person_of, client):
    client.force_login(person_of(Role.ACCOUNTING))
    OrganisationFactory(name="Ici", region="06"), OrganisationFactory(name="Là", region="01")
    there = reverse("organisations:filtres")

    kept = client.post(there, {"name": "Montréal", "query": "region=06&p=2&kind=", "shared": "1"})
    page = client.get(kept.url)

    assert kept.url == "/admin/organisations/?region=06"
    assert [(s["row"].name, s["current"]) for s in page.context["saved_filters"]] == [("Montréal", True)]
    assert "Ici" in page.content.decode()
    assert "Là" not in page.content.decode().partition("listing-results")[2]
    client.post(there, {"forget": page.context["saved_filters"][0]["row"].uuid})
    assert client.get(kept.url).context["saved_filters"] == []


@pytest.mark.parametrize("role", Role.values)
def test_filters_are_kept_by_those_who_read_the_list(role, person_of, client):
    from registrations.lists.models import SavedFilter

    client.force_login(person_of(role))
    for viewset in [v for v in viewsets.viewsets if isinstance(v, ActionViewSet)]:
        client.post(reverse(viewset.get_url_name("filtres")), {"name": "x", "query": "q=x"})
        reads = role in {Role.ADMINISTRATOR, *viewset.roles_view, *viewset.roles_change}
        assert (viewset.name, SavedFilter.objects.filter(screen=viewset.name).exists()) == (viewset.name, reads)


@pytest.mark.parametrize("forget", ["x", "0193b6a0-0000-7000-8000-000000000000"])
def test_forgetting_a_filter_that_is_not_there_is_not_found(forget, person_of, client):
    client.force_login(person_of(Role.ACCOUNTING))

    assert client.post(reverse("organisations:filtres"), {"forget": forget}).status_code == 404


def test_list_of_money_says_its_total(person_of, client):
    client.force_login(person_of(Role.ACCOUNTING))
    for cents in (100_000, 23_450):
        Order.objects.create(person=UserFactory(), taxable_cents=cents)

    totals = client.get(reverse("commandes:index")).context["totals"]

    assert totals == [("Total", "1\N{NO-BREAK SPACE}234,50\N{NO-BREAK SPACE}$")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_survives_marks_that_a_spreadsheet_cannot_write(form, person_of, client):
    client.force_login(person_of(Role.ADMINISTRATOR))
    UserFactory(given_name="\x01=cmd()", family_name="Roy")

    response = client.get(reverse("personnes:index"), {"export": form})

    rows = table(b"".join(response.streaming_content) if response.streaming else response.content, form)
    assert [row[0] for row in rows if "Roy" in row[0]] == ["'=cmd() Roy"]


def table(content, form):
    """The cells of an exported file."""
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    return [[str(cell.value) for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]
