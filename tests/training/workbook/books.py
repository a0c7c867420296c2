"""A workbook as the training lead sends it, and a programme that it is about."""

import io
from datetime import date

from openpyxl import Workbook, load_workbook

from registrations.imports.actions import check_file, start_applying
from registrations.imports.documents import exported_book
from registrations.imports.jobs import apply_all
from registrations.imports.registry import IMPORTS
from tests.factories.registrations import NOW
from tests.factories.training import LEAD, ActivityFactory, ProgrammeFactory, SessionFactory, TrainerFactory
from training.workbook.imports import sheets_of

KIND = "programme-workbook"
TRAINERS = [["Nom", "Courriel", "Biographie"], ["Noa Gagnon", "noa@exemple.test", "Vingt ans."]]
ACTIVITIES = [
    ["Adresse", "Titre", "Programme", "Volet", "Mode", "Durée (heures)", "Personnes formatrices", "Préalables"],
    ["accueillir", "Accueillir", "pacme", "Intervenants", "En ligne", "3", "Noa Gagnon", "ecouter"],
    ["ecouter", "Écouter", "pacme", "Tous", "En personne", "1,5", "noa@exemple.test", ""],
]
SESSIONS = [
    [
        *("Code", "Activité", "État", "Places", "Ouverture des inscriptions", "Fermeture des inscriptions", "Prix"),
        *("Prix membre", "Places par organisme", "Minimum pour la tenir", "Personnes formatrices", "Visibilité"),
    ],
    ["P-1", "accueillir", "Publiée", "35", "2026-09-22 9:00", "2026-10-19 17:00", "125,50", "0", "5", "8", "", ""],
]
MEETINGS = [
    ["Séance", "Rencontre", "Début", "Fin", "Lieu", "Lien", "Partie", "Obligatoire"],
    ["P-1", "1", "2026-10-20 9:00", "12:00", "", "visio.example/1", "Première", "oui"],
    ["P-1", "2", "2026-10-27 9 h", "2026-10-27 12:00", "Salle 2", "", "", ""],
]
NAMES = ("Personnes formatrices", "Activités", "Séances", "Rencontres")


def sheets():
    """Fresh lines by tab, to spoil one of."""
    lines = (TRAINERS, ACTIVITIES, SESSIONS, MEETINGS)
    return {name: [list(row) for row in rows] for name, rows in zip(NAMES, lines, strict=True)}


def saved(written, spoil=None):
    book = Workbook()
    book.remove(book.active)
    for title, rows in written.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    if spoil:
        spoil(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def programme(**fields):
    return ProgrammeFactory(slug="pacme", starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1), **fields)


def checked(content, **options):
    return check_file(kind=KIND, content=content, file_name="pacme.xlsx", by=LEAD, at=NOW, **options)


def applied(content, **options):
    batch = checked(content, **options)
    assert [line.reasons for line in batch.lines.filter(verdict="refused")] == []
    start_applying(batch=batch, by=LEAD, at=NOW)
    batch = apply_all(batch, by=LEAD, at=NOW)
    assert [line.reasons for line in batch.lines.exclude(state="done")] == []
    return batch


def verdicts(batch):
    return list(batch.lines.order_by("number").values_list("sheet", "row", "verdict"))


def refusals(batch):
    return [why for line in batch.lines.filter(verdict="refused").order_by("number") for why in line.reasons]


def exported(row):
    return exported_book(IMPORTS[KIND], sheets_of(row))


def edited(content, title, cell, value):
    """The same file with one cell changed, as in a spreadsheet."""
    book = load_workbook(io.BytesIO(content))
    book[title][cell] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_world():
    """What some mistakes need: another programme with an activity and a session, twins, a session with people."""
    mine = programme()
    other = ProgrammeFactory(slug="autre")
    ActivityFactory(slug="ailleurs", programme=other)
    SessionFactory(code="AILLEURS-1", activity__slug="loin", activity__programme=other)
    TrainerFactory(name="Camille Roy", email="a@exemple.test")
    TrainerFactory(name="Camille Roy", email="b@exemple.test")
    there = ActivityFactory(slug="ici", programme=mine)
    SessionFactory(code="PLEINE", activity=there, pool__capacity=12, pool__taken=10)
    SessionFactory(code="ANNULEE", activity=there, state="cancelled", days=3)
    return mine
