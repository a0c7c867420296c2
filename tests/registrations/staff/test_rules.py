"""Half-years, shares of a wave, and lists as people write them."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.imports.errors import ColumnsWrong, FileEmpty, FileRefused
from registrations.staff.rules import (
    next_period,
    pasted,
    period_of,
    reminder_due,
    role_named,
    secret_of,
    share_of,
    uploaded,
)
from tests.registrations.imports.files import csv_file, xlsx_file


@pytest.mark.parametrize(
    ("day", "period", "following"),
    [
        (date(2026, 3, 14), date(2025, 9, 15), date(2026, 3, 15)),
        (date(2026, 3, 15), date(2026, 3, 15), date(2026, 9, 15)),
        (date(2026, 9, 14), date(2026, 3, 15), date(2026, 9, 15)),
        (date(2026, 12, 31), date(2026, 9, 15), date(2027, 3, 15)),
        (date(2027, 1, 1), date(2026, 9, 15), date(2027, 3, 15)),
    ],
)
def test_half_years(day, period, following):
    assert (period_of(day), next_period(day)) == (period, following)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_belongs_to_the_half_year_before_the_next(day):
    assert period_of(day) <= day < next_period(day)
    assert next_period(day) - period_of(day) < timedelta(days=185)
    assert period_of(next_period(day)) == next_period(day)


@pytest.mark.parametrize(("days", "due"), [(0, 0), (13, 0), (14, 1), (34, 1), (35, 2), (49, 2), (50, None)])
def test_reminders_of_a_list(days, due):
    assert reminder_due(date(2026, 9, 15) + timedelta(days=days)) == due


@given(st.integers(1, 5000), st.lists(st.integers(0, 5), min_size=12, max_size=60))
def test_a_wave_never_sends_more_than_its_rate_in_any_hour(per_hour, gaps):
    """Runs five minutes apart, some missed: whatever the pattern, twelve runs never pass the rate."""
    sent, now = [], 0
    for gap in gaps:
        now += 1 + gap
        share = share_of(per_hour, already=sum(count for at, count in sent if at > now - 12))
        sent.append((now, share))
        assert sum(count for at, count in sent if at > now - 12) <= per_hour
        assert share >= 0


def test_secrets_depend_on_the_row_and_on_the_key():
    one, other = UUID(int=1), UUID(int=2)
    made = {secret_of(one, "k"), secret_of(other, "k"), secret_of(one, "l")}
    assert (len(made), {len(each) for each in made}) == (3, {22})


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Conseillère en emploi", "practitioner"),
        ("conseiller d’orientation", "practitioner"),
        ("Intervenant·e", "practitioner"),
        ("Directrice générale", "director"),
        ("DG", "director"),
        ("Directeur adjoint", "manager"),
        ("Coordonnatrice", "manager"),
        ("Gestionnaire", "manager"),
        ("Adjointe à la direction", "administrative"),
        ("Soutien administratif", "administrative"),
        ("Comptable", "administrative"),
        ("Executive Director", "director"),
        ("Job counsellor", "practitioner"),
        ("Manager", "manager"),
        ("", ""),
        ("Licorne", None),
    ],
)
def test_titles_as_people_write_them(title, role):
    assert role_named(title) == role


HEADED = ["Prénom", "Nom", "Courriel", "Rôle"]


@pytest.mark.parametrize("between", ["\t", ";", ","])
def test_pasted_list_with_headings_in_any_order_and_either_language(between):
    text = "\n".join(
        between.join(line)
        for line in [["Email", "Last name", "First name", "Phone", "Title"], ["a@x.test", "Roy", "Léa", "514", "DG"]]
    )
    sheet = pasted(text, max_lines=10)
    assert (sheet.headings, [(row.number, row.cells) for row in sheet.rows]) == (
        HEADED,
        [(2, ["Léa", "Roy", "a@x.test", "DG"])],
    )


def test_pasted_list_without_headings_is_read_by_what_it_holds():
    sheet = pasted("Léa\tRoy\tlea@x.test\tConseillère\nMax\tÎle\t\tDG\n\nZoé\tRoy\tzoe@x.test\t", max_lines=10)
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, ["Léa", "Roy", "lea@x.test", "Conseillère"]),
        (2, ["Max", "Île", "", "DG"]),
        (4, ["Zoé", "Roy", "zoe@x.test", ""]),
    ]


def test_one_pasted_line_is_a_list():
    assert [row.cells for row in pasted("Léa;Roy;lea@x.test", max_lines=10).rows] == [["Léa", "Roy", "lea@x.test"]]


@pytest.mark.parametrize("text", ["Léa Roy lea@x.test", "lea@x.test", "Courriel\nlea@x.test"])
def test_list_without_names_is_refused(text):
    with pytest.raises(ColumnsWrong):
        pasted(text, max_lines=10)


@pytest.mark.parametrize("text", ["", "  \n ", "Prénom\tNom\tCourriel"])
def test_list_without_lines_is_refused(text):
    with pytest.raises(FileRefused):
        pasted(text, max_lines=10)


def test_headings_alone_are_an_empty_file():
    with pytest.raises(FileEmpty):
        pasted("Prénom;Nom;Courriel", max_lines=10)


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_uploaded_file_keeps_its_line_numbers(make):
    sheet = uploaded(make(("Nom", "Prénom", "Fonction"), ("Roy", "Léa", "DG"), ("Île", "Max", "")), max_lines=10)
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ["Léa", "Roy", "DG"]), (3, ["Max", "Île", ""])]


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_or_refused(text):
    try:
        sheet = pasted(text, max_lines=50)
    except FileRefused:
        return
    assert {len(row.cells) for row in sheet.rows} == {len(sheet.headings)}
