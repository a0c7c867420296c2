"""The screen of workbooks: taking a programme away, sending it back, following it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from registrations.actors import Role
from registrations.imports.models import ImportBatch
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.training import ActivityFactory, SessionFactory
from tests.training.workbook.books import KIND, NAMES, programme, saved, sheets
from training.catalogue.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.TRAINING_LEAD))
    return client


def send(client, content):
    file = SimpleUploadedFile("pacme.xlsx", content)
    return client.post(reverse("imports:add"), {"kind": KIND, "file": file})


def test_from_the_workbook_to_the_programme(lead, work_off, django_capture_on_commit_callbacks):
    programme()
    answer = send(lead, saved(sheets()))
    batch = ImportBatch.objects.get()
    page = lead.get(answer.url).content.decode()
    assert [f"{name}, 2" in page for name in NAMES] == [True] * 4
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(reverse("imports:appliquer", args=[batch.pk]))
    work_off()
    batch.refresh_from_db()
    assert (batch.state, batch.lines_done, Activity.objects.count()) == ("applied", 6, 2)


def test_the_refused_lines_are_given_back_on_their_sheets(lead):
    programme()
    lines = sheets()
    lines["Séances"][1][6] = "=1+1"
    send(lead, saved(lines))
    batch = ImportBatch.objects.get()
    book = load_workbook(io.BytesIO(lead.get(reverse("imports:refused", args=[batch.pk, "xlsx"])).content))
    assert (book.sheetnames, book["Séances"].max_row, book["Activités"].max_row) == (list(NAMES), 2, 1)
    assert "'=1+1" in [cell.value for cell in book["Séances"][2]]
    assert lead.get(reverse("imports:refused", args=[batch.pk, "csv"])).status_code == 404


def test_the_screen_gives_the_template_and_each_programme(lead):
    row = programme()
    SessionFactory(activity=ActivityFactory(programme=row, title="=Titre"))
    page = lead.get(reverse("classeurs:index")).content.decode()
    content = lead.get(reverse("classeurs:programme", args=[row.pk])).content
    book = load_workbook(io.BytesIO(content))
    assert [reverse("classeurs:programme", args=[row.pk]) in page, book.sheetnames[:4]] == [True, list(NAMES)]
    assert book["Activités"]["B2"].value == "'=Titre"
    template = load_workbook(io.BytesIO(lead.get(reverse("imports:template", args=[KIND, "xlsx"])).content))
    assert (template.sheetnames[4], template["Séances"]["A2"].value) == ("Valeurs permises", "PACME-012-A")
    assert "Hybride" in str([cell.value for row in template["Valeurs permises"] for cell in row])
    assert lead.get(reverse("imports:template", args=[KIND, "csv"])).status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ACCOUNTING])
def test_others_have_neither_the_screen_nor_the_file(client, person_of, role):  # noqa: F811
    row = programme()
    client.force_login(person_of(role))
    addresses = [reverse("classeurs:index"), reverse("classeurs:programme", args=[row.pk])]
    assert {client.get(address).status_code for address in addresses} <= {302, 403}


def test_without_a_programme_the_screen_says_what_to_do(lead):
    assert reverse("programmes:add") in lead.get(reverse("classeurs:index")).content.decode()
