"""Reading files: what is understood, and what is refused before anything is written."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.imports.errors import (
    ColumnsWrong,
    EncodingBroken,
    FileEmpty,
    FileRefused,
    FileTooBig,
    TooManyLines,
)
from registrations.imports.rules import MAX_BYTES, matched, read, reading
from registrations.imports.rules.cells import (
    MONTREAL,
    POSTAL_CODE,
    Choice,
    Coordinate,
    Day,
    Domain,
    Email,
    Hours,
    Instant,
    Money,
    Phone,
    Several,
    Text,
    Url,
    Whole,
    YesNo,
)
from registrations.organisations.imports.cells import Identifier, Neq, OwnDomain
from tests.registrations.imports.files import csv_file, xlsx_file

LINES = (("Nom", "Région"), ("Espace Érable, l’œuvre", "06"), ("Cap Nord", "09"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_read_csv_in_every_usual_form(encoding, delimiter):
    sheet = read(csv_file(*LINES, encoding=encoding, delimiter=delimiter), max_lines=10)
    assert sheet.headings == ["Nom", "Région"]
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, list(LINES[1])), (3, list(LINES[2]))]


def test_read_csv_with_commas_and_quotation_marks():
    sheet = read(b'Nom,Ville\n"Cap, Nord","Qu\xc3\xa9bec\nhaute"\n\n,\nSud,Laval\n', max_lines=10)
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (2, ["Cap, Nord", "Québec\nhaute"]),
        (6, ["Sud", "Laval"]),
    ]


def test_read_csv_with_the_line_that_excel_writes_for_itself():
    sheet = read(b"sep=;\r\nNom;Ville\r\nCap, Nord;Laval\r\n", max_lines=10)
    assert (sheet.headings, [(row.number, row.cells) for row in sheet.rows]) == (
        ["Nom", "Ville"],
        [(3, ["Cap, Nord", "Laval"])],
    )


def test_read_xlsx_gives_what_a_person_would_have_typed():
    day, instant = date(2026, 9, 21), datetime(2026, 9, 21, 13, 30)
    content = xlsx_file(("A", "B", "C", "D", "E", "F"), (day, instant, 12.0, 45.5, True, time(9, 0)), (None,) * 6)
    rows = read(content, max_lines=10).rows
    assert [row.cells for row in rows] == [["2026-09-21", "2026-09-21 13:30", "12", "45.5", "oui", "09:00"]]


def test_read_xlsx_keeps_formulas_apart():
    row = read(xlsx_file(("A", "B"), ("x", '=HYPERLINK("http://exemple.test")')), max_lines=10).rows[0]
    assert row.formulas == {1}


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b"\n\n ; ;\n", FileEmpty),
        (b"Nom;Ville\n", FileEmpty),
        (b"Nom\nA\nB\nC\nD\n", TooManyLines),
        (b"Nom\nCaf\xc3\xa9\nCaf\xe9 \x81\n", EncodingBroken),
        (b"Nom\nCaf\xc3\xa9\nCaf\xe9\n", EncodingBroken),
        ("Nom\nCafÃ©\n".encode(), EncodingBroken),
        ("Nom\nCaf\ufffd\n".encode(), EncodingBroken),
        ("Nom\nCafé\n".encode("utf-16"), FileRefused),
        (b"Nom\nA\x00B\n", FileRefused),
        (b'Nom\n"A', FileRefused),
        (b"Nom\n" + b"x" * 200_000, FileRefused),
        (b"x" * (MAX_BYTES + 1), FileTooBig),
        (b"PK\x03\x04 not an archive", FileRefused),
        (archive(a_txt="nothing"), FileRefused),
        (xlsx_file(("Nom",), ("A",))[:-300], FileRefused),
        (archive(xl__workbook_xml='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), FileRefused),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, FileRefused),
    ],
)
def test_read_refuses(content, refusal):
    with pytest.raises(FileRefused) as raised:
        read(content, max_lines=3)
    assert type(raised.value) is refusal


def test_read_refuses_an_archive_that_unpacks_to_too_much(monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED", 1000)
    with pytest.raises(FileTooBig):
        read(xlsx_file(("Nom",), ("A" * 2000,)), max_lines=3)


@given(st.binary(max_size=200))
def test_read_never_breaks_on_any_bytes(content):
    with suppress(FileRefused):
        read(content, max_lines=3)


@given(st.binary(max_size=40), st.integers(0, 6000))
def test_read_never_breaks_on_a_damaged_xlsx(noise, place):
    content = xlsx_file(("Nom",), ("A",))
    place = min(place, len(content))
    with suppress(FileRefused):
        read(content[:place] + noise + content[place + len(noise) :], max_lines=3)


KNOWN = ("Nom", "Région", "Site Web")


def test_columns_are_matched_whatever_their_case_and_accents():
    assert matched(["REGION ", "", "nom"], KNOWN, required=["Nom"]) == {0: "Région", 2: "Nom"}


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["Région"], ["Nom"]),
        (["Nom", "Rég"], ["Rég", "Région"]),
        (["Nom", "Couleur"], ["Couleur"]),
        (["Nom", "nom"], ["Nom"]),
        (["Prénom", "Sites Webs", "x"], ["Prénom", "x", "Nom"]),
    ],
)
def test_columns_that_are_wrong_are_all_named(headings, words):
    with pytest.raises(ColumnsWrong) as raised:
        matched(headings, KNOWN, required=["Nom"])
    assert [word for word in words if word not in str(raised.value)] == []


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (Text(10), "  deux   mots ", "deux mots"),
        (Text(10), "", ""),
        (Text(30, lines=True), "un\ndeux", "un\ndeux"),
        (Choice({"Été": "summer"}), "ete", "summer"),
        (Choice({"Été": "summer"}, empty="x"), "", "x"),
        (YesNo(), "OUI", True),
        (YesNo(), "", False),
        (Day(), "2026-09-21", date(2026, 9, 21)),
        (Day(), "21/9/2026", date(2026, 9, 21)),
        (Day(), "1er février 2021", date(2021, 2, 1)),
        (Day(), "31 décembre 2021", date(2021, 12, 31)),
        (Day(), "", None),
        (Instant(), "2026-09-21 13:30", datetime(2026, 9, 21, 13, 30, tzinfo=MONTREAL)),
        (Instant(), "21 septembre 2026, 13 h 30", datetime(2026, 9, 21, 13, 30, tzinfo=MONTREAL)),
        (Instant(), "21 septembre 2026 à 9 h", datetime(2026, 9, 21, 9, 0, tzinfo=MONTREAL)),
        (Whole(), "1 200", 1200),
        (Money(), "1 234,56 $", 123456),
        (Money(), "12.5", 1250),
        (Money(), "0", 0),
        (Hours(), "1,5", 90),
        (Hours(), "1 h 30", 90),
        (Coordinate(180), "-73,56", Decimal("-73.56000")),
        (Email(), "Info@Centre.QC.CA", "info@centre.qc.ca"),
        (Url(), "centre.qc.ca", "https://centre.qc.ca"),
        (Phone(), "(514) 555-0100 poste 12", "514 555-0100, poste 12"),
        (Phone(), "+33 1 23 45 67 89", "+33 1 23 45 67 89"),
        (Neq(), "1141 234 567", "1141234567"),
        (Neq(), "", None),
        (POSTAL_CODE, "h2x1y4", "H2X 1Y4"),
        (Domain(), "@Centre.qc.ca", "centre.qc.ca"),
        (Several(Text(20)), "a, b; a\nc", ["a", "b", "c"]),
        (Several(Text(20)), "a, b | a;c", ["a, b", "a;c"]),
        (Several(Text(20)), "a, b |", ["a, b"]),
        (Several(Text(20)), "", []),
    ],
)
def test_cell_is_understood(cell, text, value):
    assert cell.clean(text) == value


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Text(3), "quatre"),
        (Choice({"a": "b"}), "c"),
        (YesNo(), "peut-être"),
        (Day(), "2026-02-30"),
        (Day(), "demain"),
        (Day(), "0021-01-01"),
        (Instant(), "2026-09-21"),
        (Instant(), "2026-09-21 25:00"),
        (Instant(), "2026-03-08 02:30"),
        (Whole(1, 5), "6"),
        (Whole(), "9" * 30),
        (Whole(), "1,5"),
        (Money(), "-5"),
        (Money(), "1,234"),
        (Money(), "９"),
        (Hours(), "long"),
        (Coordinate(90), "91"),
        (Coordinate(90), "NaN"),
        (Email(), "pas une adresse"),
        (Url(), "javascript:alert(1)"),
        (Url(), "pas un site"),
        (Phone(), "12"),
        (Neq(), "12"),
        (Neq(), "9941234567"),
        (OwnDomain(), "gmail.com"),
        (OwnDomain(), "qc.ca"),
        (Identifier(), "12"),
        (POSTAL_CODE, "12345"),
        (Domain(), "centre"),
        (Several(Text(2)), "aaa, b"),
        (Several(Text(2), most=1), "a, b"),
    ],
)
def test_cell_is_refused_with_a_sentence(cell, text):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        cell.clean(text)
