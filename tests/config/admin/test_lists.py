"""Lists cost the same with one row as with three."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from registrations.actors import Role
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
