"""Mistakes in a programme's workbook: each is a sentence that names its sheet and line, and nothing is written."""

import pytest
from django.utils.translation import override

from registrations.imports.errors import FileRefused
from registrations.imports.models import ImportBatch
from registrations.journal.models import Entry
from registrations.messages.models import Message
from tests.factories.training import LEAD, ActivityFactory, SessionFactory, member_person
from tests.people import actor_for
from tests.registrations.imports.files import csv_file
from tests.training.workbook.books import a_world, checked, edited, exported, refusals, saved, sheets
from training.attendance.actions import note_attendance
from training.catalogue.models import Activity, Trainer
from training.enrolments.actions import enrol
from training.sessions.models import Meeting, Session
from training.workbook.imports import sheets_of

pytestmark = pytest.mark.django_db
T, A, S, M = "Personnes formatrices", "Activités", "Séances", "Rencontres"


def state():
    return [list(model.objects.order_by("pk").values()) for model in (Trainer, Activity, Session, Meeting)]


def cell(tab, row, place, value):
    def spoil(lines):
        lines[tab][row - 1][place] = value

    return spoil


def line(tab, *values):
    def spoil(lines):
        lines[tab].append([*values, *[""] * (len(lines[tab][0]) - len(values))])

    return spoil


def both(*spoils):
    def spoil(lines):
        for one in spoils:
            one(lines)

    return spoil


FULL = ("PLEINE", "ici", "", "5", "", "", "0")
LINES = {
    "unknown programme": (cell(A, 2, 2, "pacmé"), "Activités, ligne 2 – Programme : « pacmé »"),
    "programme that is not there": (cell(A, 2, 2, "pacme-1999"), "Activités, ligne 2 – Le programme « pacme-1999 »"),
    "two programmes": (cell(A, 3, 2, "autre"), "Activités, ligne 3 – Ce classeur porte sur le programme « pacme »"),
    "slug of another programme": (line(A, "ailleurs", "X", "pacme", "", "", "1"), "Activités, ligne 4 – L’adresse"),
    "unknown stream": (cell(A, 2, 3, "Débutants"), "Activités, ligne 2 – Volet : « Débutants »"),
    "unknown mode": (cell(A, 2, 4, "Lunaire"), "Activités, ligne 2 – Mode : « Lunaire »"),
    "text in a number": (cell(A, 2, 5, "trois"), "Activités, ligne 2 – Durée (heures) : « trois »"),
    "no duration": (cell(A, 2, 5, "0"), "Activités, ligne 2 – La durée manque"),
    "unknown trainer": (cell(A, 2, 6, "Personne"), "Activités, ligne 2 – Aucune personne formatrice"),
    "ambiguous trainer": (cell(S, 2, 10, "Camille Roy"), "Séances, ligne 2 – Plusieurs personnes formatrices"),
    "ambiguous trainer's line": (line(T, "Camille Roy"), "Personnes formatrices, ligne 3 – Plusieurs personnes"),
    "trainer twice": (line(T, "Autre nom", "noa@exemple.test"), "Personnes formatrices, ligne 3 – La ligne 2"),
    "unknown prerequisite": (cell(A, 2, 7, "inconnue"), "Activités, ligne 2 – Le préalable « inconnue »"),
    "prerequisite of itself": (cell(A, 2, 7, "accueillir"), "Activités, ligne 2 – Une activité"),
    "prerequisites in a circle": (cell(A, 3, 7, "accueillir"), "Activités, ligne 2 – « ecouter »"),
    "key twice": (line(A, "accueillir", "X", "pacme", "", "", "1"), "Activités, ligne 4 – Identique à la ligne 2"),
    "formula": (cell(A, 2, 1, "=1+1"), "Activités, ligne 2 – Titre : une formule"),
    "required cell empty": (cell(A, 2, 1, ""), "Activités, ligne 2 – Titre : "),
    "unknown activity": (cell(S, 2, 1, "inconnue"), "Séances, ligne 2 – L’activité « inconnue »"),
    "session of another activity": (line(S, "PLEINE", "ecouter"), "Séances, ligne 3 – La séance « PLEINE »"),
    "activity of another programme": (line(S, "P-9", "loin"), "Séances, ligne 3 – L’activité « loin »"),
    "price": (cell(S, 2, 6, "12,5,0"), "Séances, ligne 2 – Prix : « 12,5,0 »"),
    "member price above": (cell(S, 2, 7, "200"), "Séances, ligne 2 – Le prix membre"),
    "closes before opening": (cell(S, 2, 5, "2026-09-01 9:00"), "Séances, ligne 2 – Les inscriptions ferment"),
    "closes after the last meeting": (cell(S, 2, 5, "2026-11-30 9:00"), "Séances, ligne 2 – Les inscriptions ferment"),
    "cap above the seats": (cell(S, 2, 8, "99"), "Séances, ligne 2 – 99 places par organisme"),
    "minimum above the seats": (cell(S, 2, 9, "99"), "Séances, ligne 2 – 99 personnes"),
    "fewer seats than taken": (line(S, *FULL), "Séances, ligne 3 – 5 places"),
    "negative seats": (cell(S, 2, 3, "-5"), "Séances, ligne 2 – Places : « -5 »"),
    "cancelled by the file": (cell(S, 2, 2, "Annulée"), "Séances, ligne 2 – Un classeur n’annule rien"),
    "published made a draft": (line(S, "PLEINE", "ici", "Brouillon", "12"), "Séances, ligne 3 – Cette séance est"),
    "change of a cancelled one": (line(S, "ANNULEE", "ici", "", "77"), "Séances, ligne 3 – Cette séance est annulée"),
    "no meeting": (line(S, "P-2", "ecouter"), "Séances, ligne 3 – Cette séance n’a aucune rencontre"),
    "unknown session": (cell(M, 3, 0, "P-7"), "Rencontres, ligne 3 – La séance « P-7 »"),
    "session of another programme": (line(M, "AILLEURS-1", "1", "2026-10-20 9:00", "12:00"), "Rencontres, ligne 4 – "),
    "end before start": (cell(M, 2, 3, "8:00"), "Rencontres, ligne 2 – La rencontre finit"),
    "hour 25:00": (cell(M, 2, 3, "25:00"), "Rencontres, ligne 2 – Fin : « 25:00 »"),
    "instant at 25:00": (cell(M, 2, 2, "2026-10-20 25:00"), "Rencontres, ligne 2 – Début : « 2026-10-20 25:00 »"),
    "hour without a day": (cell(M, 2, 2, "9h"), "Rencontres, ligne 2 – Début : « 9h »"),
    "day that does not exist": (cell(M, 2, 2, "2026-02-30 9:00"), "Rencontres, ligne 2 – Début : « 2026-02-30"),
    "hour that clocks skip": (cell(M, 2, 2, "2027-03-14 2:30"), "Rencontres, ligne 2 – Début : « 2027-03-14 2:30 »"),
    "date as a number": (cell(M, 2, 2, 46315.375), "Rencontres, ligne 2 – Début : « 46315.375 »"),
    "out of the programme": (cell(M, 3, 2, "2027-05-01 9:00"), "Rencontres, ligne 3 – "),
    "overlapping": (both(cell(M, 3, 2, "2026-10-20 11:00"), cell(M, 3, 3, "13:00")), "Rencontres, ligne 2 – Elle chev"),
    "gap in the numbers": (cell(M, 3, 1, "3"), "Rencontres, ligne 3 – Il y a une rencontre 3"),
    "place twice": (cell(M, 3, 1, "1"), "Rencontres, ligne 3 – Identique à la ligne 2"),
    "bad link": (cell(M, 2, 5, "pas un lien"), "Rencontres, ligne 2 – Lien : « pas un lien »"),
    "yes or no": (cell(M, 2, 7, "peut-être"), "Rencontres, ligne 2 – Obligatoire : « peut-être »"),
    "bad address": (cell(T, 2, 1, "noa arobase"), "Personnes formatrices, ligne 2 – Courriel : « noa arobase »"),
    "too long": (cell(S, 2, 0, "P" * 41), "Séances, ligne 2 – Code : "),
}


@pytest.mark.parametrize("mistake", LINES)
def test_a_mistake_is_said_on_its_line_and_nothing_is_written(mistake):
    spoil, sentence = LINES[mistake]
    a_world()
    lines, before = sheets(), state()
    spoil(lines)

    with override("fr"):
        said = refusals(checked(saved(lines)))

    assert [why for why in said if why.replace("\u00a0", " ").replace("\u202f", " ").startswith(sentence)], said
    assert (state(), Message.objects.count()) == (before, 0)


def merge(book):
    book[M].merge_cells("A2:A3")


def drop(tab):
    return lambda book: book.remove(book[tab])


def renamed(tab, title):
    def spoil(book):
        book[tab].title = title

    return spoil


def without_lines(book):
    for tab in (T, A, S, M):
        book[tab].delete_rows(2, 9)


def heading(tab, place, text):
    def spoil(book):
        book[tab][place] = text

    return spoil


FILES = {
    "missing sheet": (drop(M), "La feuille « Rencontres » manque"),
    "unknown sheet": (renamed(M, "Divers"), "La feuille « Divers » est inconnue"),
    "merged cells": (merge, "Feuille « Rencontres », ligne 2 : les cellules A2:A3"),
    "unknown column": (heading(S, "D1", "Couleur"), "Feuille « Séances » : La colonne « Couleur » est inconnue"),
    "column nearly right": (heading(S, "D1", "Placess libre"), "Feuille « Séances » : La colonne « Placess libre »"),
    "missing column": (heading(M, "C1", ""), "Feuille « Rencontres » : Colonnes manquantes : « Début »"),
    "column twice": (heading(S, "D1", "Code"), "Feuille « Séances » : La colonne « Code »"),
    "no line at all": (without_lines, "Le fichier n’a aucune ligne"),
}


@pytest.mark.parametrize("mistake", FILES)
def test_a_file_of_another_form_is_refused_whole(mistake):
    spoil, sentence = FILES[mistake]
    a_world()
    before, journal = state(), Entry.objects.count()

    with override("fr"), pytest.raises(FileRefused) as refusal:
        checked(saved(sheets(), spoil))

    with override("fr"):
        assert sentence in str(refusal.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert (state(), ImportBatch.objects.count(), Entry.objects.count()) == (before, 0, journal)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import-file-empty"),
        (csv_file(("Code", "Places"), ("P-1", "3")), "import-not-a-workbook"),
        (b"%PDF-1.7 facture", "import-not-a-workbook"),
        (b"PK\x03\x04 tronque", "import-file-refused"),
    ],
)
def test_what_is_not_a_workbook_is_refused(content, code):
    with pytest.raises(FileRefused) as refusal:
        checked(content)

    assert (refusal.value.code, ImportBatch.objects.count()) == (code, 0)


def test_attendance_that_is_noted_holds_the_start_of_its_meeting():
    mine = a_world()
    session = SessionFactory(code="NOTEE", activity=ActivityFactory(programme=mine, slug="notee"), days=8)
    person = member_person()
    enrolment = enrol(session=session, person=person, by=actor_for(person), at=session.opens_at)
    meeting = session.meetings.get()
    note_attendance(meeting, {enrolment.pk: 60}, by=LEAD, at=meeting.starts_at)
    row = exported_row(mine, "NOTEE")
    content = edited(edited(exported(mine), M, f"C{row}", "2026-12-01 9:00"), M, f"D{row}", "2026-12-01 12:00")

    with override("fr"):
        said = refusals(checked(content))

    assert [f"{M}, ligne {row}" in why and "présences" in why for why in said] == [True]


def exported_row(programme, code):
    """Where the first meeting of a session is on the sheet."""
    lines = sheets_of(programme)[M]
    return 2 + [line["session"] for line in lines].index(code)
