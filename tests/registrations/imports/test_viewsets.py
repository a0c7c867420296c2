"""The admin's screens of imports, as each role meets them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from registrations.actors import Role
from registrations.imports.registry import IMPORTS
from registrations.models import ImportBatch, Organisation
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.registrations import OrganisationFactory
from tests.registrations.imports.files import csv_file

pytestmark = pytest.mark.django_db
LIST = "/admin/imports/"


def send(client, *lines, kind="organisations", content=None):
    file = SimpleUploadedFile("organismes.csv", content or csv_file(*lines))
    return client.post(f"{LIST}new/", {"kind": kind, "file": file})


@pytest.fixture
def lead(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.TRAINING_LEAD))
    return client


def test_from_the_file_to_the_register(lead, work_off, django_capture_on_commit_callbacks):
    answer = send(lead, ("Nom", "Région"), ("Cap Nord", "Côte-Nord"), ("Sud", "Ontario"))
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{LIST}inspect/{batch.pk}/")
    page = lead.get(answer.url).content.decode()
    assert ["Ontario" in page, "Cap Nord" in page] == [True, False]
    assert [f'href="{LIST}{act}/{batch.pk}/' in page for act in ("ecarter", "oublier")] == [True, True]
    lead.post(f"{LIST}ecarter/{batch.pk}/")
    assert f'href="{LIST}appliquer/{batch.pk}/' in lead.get(answer.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(f"{LIST}appliquer/{batch.pk}/")
    work_off()
    batch.refresh_from_db()
    assert (batch.state, list(Organisation.objects.values_list("name", flat=True))) == ("applied", ["Cap Nord"])
    assert lead.get(f"{LIST}inspect/{batch.pk}/").status_code == 200


def test_apply_while_lines_are_refused_says_why(lead):
    send(lead, ("Nom", "Région"), ("Sud", "Ontario"))
    batch = ImportBatch.objects.get()
    page = lead.post(f"{LIST}appliquer/{batch.pk}/")
    assert (page.status_code, ImportBatch.objects.get().state) == (200, "checked")
    assert len(page.context["form"].non_field_errors()) == 1


def test_a_file_that_cannot_be_read_says_why_and_keeps_nothing(lead):
    page = send(lead, content=b"Nom\xff\xfe;\x00")
    assert (page.status_code, len(page.context["form"].non_field_errors()), ImportBatch.objects.count()) == (200, 1, 0)


def test_chosen_lines_are_left_out_and_taken_back(lead):
    send(lead, ("Nom",), ("Nord",), ("Sud",))
    batch = ImportBatch.objects.get()
    lead.post(f"{LIST}lignes/{batch.pk}/", {"line": ["2", "x", "9" * 20], "leave_out": "1"})
    assert list(batch.lines.values_list("state", flat=True)) == ["left_out", "waiting"]
    lead.post(f"{LIST}lignes/{batch.pk}/", {"line": ["2"], "take_back": "1"})
    assert list(batch.lines.values_list("state", flat=True)) == ["waiting", "waiting"]


def test_a_forgotten_file_cannot_be_applied(lead):
    send(lead, ("Nom",), ("Nord",))
    batch = ImportBatch.objects.get()
    lead.post(f"{LIST}oublier/{batch.pk}/")
    lead.post(f"{LIST}appliquer/{batch.pk}/")
    lead.post(f"{LIST}lignes/{batch.pk}/", {"line": ["2"], "leave_out": "1"})
    assert (ImportBatch.objects.get().state, batch.lines.get().state) == ("cancelled", "waiting")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_of_a_kind_has_its_headings_and_an_example(lead, form):
    content = lead.get(f"{LIST}modele/organisations.{form}").content
    if form == "csv":
        first = content.decode("utf-8-sig").splitlines()[0].split(";")
    else:
        first = [cell.value for cell in next(load_workbook(io.BytesIO(content)).active.rows)]
    assert first == [column.heading for column in IMPORTS["organisations"].lines.columns().values()]


def test_what_there_is_can_be_taken_away_by_those_who_import_it(lead, client, person_of):  # noqa: F811
    OrganisationFactory(name="=Cap", neq="1100000001", slug="cap")
    content = lead.get(f"{LIST}export/organisations.csv").content.decode("utf-8-sig")
    heads, line = (row.split(";") for row in content.splitlines())
    assert heads == [column.heading for column in IMPORTS["organisations"].lines.columns().values()]
    assert (line[0], line[2], line[-1]) == ("'=Cap", "1100000001", "cap")
    assert [lead.get(f"{LIST}export/{kind}").status_code for kind in ("groups.csv", "x.csv", "people.exe")] == [404] * 3
    client.force_login(person_of(Role.BOARD_SECRETARY))
    assert client.get(f"{LIST}export/people.csv").status_code == 404


def test_refused_lines_can_be_taken_away_without_their_formulas(lead):
    send(lead, ("Nom", "Région"), ("=1+1", "06"))
    batch = ImportBatch.objects.get()
    line = lead.get(f"{LIST}refusees/{batch.pk}.csv").content.decode("utf-8-sig").splitlines()[1]
    assert line.split(";")[:2] == ["'=1+1", "06"]


@pytest.mark.parametrize("path", ["modele/inconnu.csv", "modele/organisations.exe", "refusees/99.csv", "inspect/99/"])
def test_unknown_files_are_not_found(lead, path):
    assert lead.get(LIST + path).status_code == 404


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.TRAINING_LEAD, "people"),
        (Role.ACCOUNTING, "memberships"),
        (Role.EVENT_LEAD, "tickets"),
        (Role.BOARD_SECRETARY, "groups"),
    ],
)
def test_each_role_is_offered_its_kinds(client, person_of, role, kinds):  # noqa: F811
    client.force_login(person_of(role))
    page = client.get(f"{LIST}new/")
    assert "modele/" in page.content.decode()
    offered = {kind for kind, _label in page.context["form"].fields["kind"].choices}
    assert (kinds in offered, offered) == (True, {k.kind for k in IMPORTS.values() if role in k.roles})


def test_batches_of_others_kinds_are_not_found(client, person_of, lead):  # noqa: F811
    send(lead, ("Prénom", "Nom", "Organisme"), ("Ève", "Roy", "Inconnu"), kind="people")
    batch = ImportBatch.objects.get()
    client.force_login(person_of(Role.BOARD_SECRETARY))
    codes = [client.get(f"{LIST}{path}").status_code for path in (f"inspect/{batch.pk}/", f"refusees/{batch.pk}.csv")]
    assert (codes, client.post(f"{LIST}lignes/{batch.pk}/").status_code) == ([404, 404], 404)
    assert list(client.get(LIST).context["object_list"]) == []


def test_a_kind_that_is_not_yours_is_refused(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.BOARD_SECRETARY))
    page = send(client, ("Nom",), ("Nord",))
    assert (page.status_code, ImportBatch.objects.count()) == (200, 0)


@pytest.mark.parametrize("path", ["", "new/", "modele/organisations.csv"])
def test_an_editor_has_no_imports(client, person_of, path):  # noqa: F811
    client.force_login(person_of(Role.EDITOR))
    assert client.get(LIST + path).status_code in (302, 403)
