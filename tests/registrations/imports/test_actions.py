"""A malformed file writes nothing, and says why; the documentation says what the importers read."""

from pathlib import Path

import pytest

from registrations.actors import Actor
from registrations.imports.actions import check_file
from registrations.imports.errors import FileRefused, ImportNotAllowed, UnknownImport
from registrations.imports.registry import IMPORTS
from registrations.journal.models import Entry
from registrations.models import ImportBatch, ImportLine, Organisation, User
from tests.factories.registrations import NOW, OrganisationFactory
from tests.registrations.imports.files import csv_file, xlsx_file
from tests.registrations.imports.test_registry import OURS

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
PEOPLE = ("Prénom", "Nom", "Courriel", "Organisme")


def check(content, kind="people", by=TEAM):
    return check_file(kind=kind, content=content, file_name="f", by=by, at=NOW)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        csv_file(PEOPLE),
        csv_file(("Prénom", "Nom"), ("Ève", "Roy")),
        csv_file((*PEOPLE, "Couleur"), ("Ève", "Roy", "", "Cap", "bleu")),
        csv_file((*PEOPLE, "nom"), ("Ève", "Roy", "", "Cap", "")),
        csv_file(PEOPLE, *[("Ève", f"Roy {n}", "", "Cap") for n in range(4)]),
        csv_file(PEOPLE, ("Ève\ufffd", "Roy", "", "Cap")),
        csv_file(PEOPLE, ("È\x00ve", "Roy", "", "Cap")),
        b"PK\x03\x04",
    ],
)
def test_a_malformed_file_writes_nothing(content, settings):
    settings.IMPORT_MAX_LINES = 3
    with pytest.raises(FileRefused):
        check(content)
    assert [model.objects.count() for model in (ImportBatch, ImportLine, Entry, User)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "line",
    [
        ("=HYPERLINK(1)", "Roy", "", "Cap Nord"),
        ("@SUM(1)", "Roy", "", "Cap Nord"),
        ("+cmd|' /C calc'!A0", "Roy", "", "Cap Nord"),
        ("-2+3+cmd", "Roy", "", "Cap Nord"),
        ("Ève\x07", "Roy", "", "Cap Nord"),
        ("", "Roy", "", "Cap Nord"),
        ("Ève", "R" * 101, "", "Cap Nord"),
        ("Ève", "Roy", "pas une adresse", "Cap Nord"),
        ("Ève", "Roy", "", "Inconnu"),
        ("Ève", "Roy", "", "Cap Nord", "en trop"),
    ],
)
def test_a_malformed_line_is_refused_with_its_reason_and_the_others_are_not(line):
    OrganisationFactory(name="Cap Nord")
    batch = check(csv_file(PEOPLE, line, ("Max", "Fay", "", "Cap Nord")))
    found = [(row.verdict, len(row.reasons)) for row in batch.lines.all()]
    assert (found, batch.lines_refused, User.objects.count()) == ([("refused", 1), ("new", 0)], 1, 0)


def test_a_formula_of_a_spreadsheet_is_refused():
    OrganisationFactory(name="Cap Nord")
    batch = check(xlsx_file(PEOPLE, ("Ève", '="Roy"', "", "Cap Nord"), ("Max", "Fay", "", "Cap Nord")))
    assert [row.verdict for row in batch.lines.all()] == ["refused", "new"]


def test_the_same_line_twice_names_the_first():
    OrganisationFactory(name="Cap Nord")
    batch = check(csv_file(PEOPLE, ("Ève", "Roy", "", "Cap Nord"), ("Ève", "ROY", "", "Cap Nord")))
    second = batch.lines.last()
    assert (second.verdict, [" 2 " in reason for reason in second.reasons]) == ("refused", [True])


def test_signs_of_telephones_and_coordinates_are_not_formulas():
    headings = ("Nom", "Téléphone", "Longitude")
    batch = check(csv_file(headings, ("Cap Nord", "+1 514 555-0100", "-73,58")), kind="organisations")
    assert batch.lines.get().verdict == "new"


def test_who_may_not_import_is_refused():
    with pytest.raises(ImportNotAllowed):
        check(csv_file(PEOPLE, ("Ève", "Roy", "", "Cap")), by=Actor(person=None, roles=frozenset({"editor"})))
    with pytest.raises(UnknownImport):
        check(b"", kind="inconnu")
    assert (ImportBatch.objects.count(), Organisation.objects.count()) == (0, 0)


def test_the_documentation_has_every_column():
    text = Path("docs/imports.md").read_text()
    headings = [column.heading for kind in OURS for column in IMPORTS[kind].lines.columns().values()]
    assert [heading for heading in headings if f"| {heading}" not in text] == []
