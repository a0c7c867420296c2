"""A programme's workbook: brought whole, brought again, taken away and brought back."""

from datetime import datetime

import pytest

from registrations.imports.actions import start_applying
from registrations.imports.documents import template_book
from registrations.imports.jobs import apply_all
from registrations.imports.registry import IMPORTS
from registrations.messages.models import Message
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW
from tests.factories.training import LEAD, ActivityFactory, SessionFactory, TrainerFactory, member_person
from tests.training.workbook.books import (
    KIND,
    applied,
    checked,
    edited,
    exported,
    programme,
    refusals,
    saved,
    sheets,
    verdicts,
)
from training.catalogue.models import Activity, Trainer
from training.enrolments.actions import enrol
from training.sessions.models import Session

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Trainer, Activity, Session)]


def test_a_workbook_makes_the_whole_programme_and_again_changes_nothing():
    programme()

    applied(saved(sheets()))

    session = Session.objects.get()
    welcome, listening = Activity.objects.order_by("slug")
    assert (counts(), list(welcome.prerequisites.all())) == ([1, 2, 1], [listening])
    assert [list(row.trainers.all()) for row in (welcome, listening)] == [[Trainer.objects.get()]] * 2
    assert (session.state, session.pool.capacity, session.price_cents, session.member_price_cents) == (
        "published",
        35,
        12_550,
        0,
    )
    assert [(m.place, m.join_url, m.part, m.mandatory) for m in session.meetings.all()] == [
        ("", "https://visio.example/1", "Première", True),
        ("Salle 2", "", "", False),
    ]
    assert {verdict for _sheet, _row, verdict in verdicts(checked(saved(sheets())))} == {"same"}
    assert counts() == [1, 2, 1]


def test_checking_writes_nothing_but_the_batch():
    programme()

    batch = checked(saved(sheets()))

    assert (counts(), {verdict for *_where, verdict in verdicts(batch)}) == ([0, 0, 0], {"new"})
    assert verdicts(batch)[0][:2] == ("Personnes formatrices", 2)


def test_english_tabs_headings_and_words_are_understood():
    programme()
    lines = {
        "Trainers": [["Name", "E-mail"], ["Noa Gagnon", "noa@exemple.test"]],
        "Activities": [
            ["Address", "Title", "Programme", "Stream", "Mode", "Duration (hours)", "The replay counts"],
            ["listening", "Listening", "pacme", "Managers", "On site", "2", "yes"],
        ],
        "Sessions": [["Session code", "Activity", "State", "Seats"], ["E-1", "listening", "Published", "10"]],
        "Meetings": [["Session", "Meeting", "Start", "End"], ["E-1", "1", "2026-10-20 9:00", "12:00"]],
    }

    applied(saved(lines))

    session = Session.objects.select_related("activity").get()
    assert (session.state, session.activity.mode, session.activity.replay_counts) == ("published", "on_site", True)


def test_a_programme_taken_away_and_brought_back_changes_nothing():
    mine = programme()
    applied(saved(sheets()))
    one = ActivityFactory(programme=mine, title="=Somme", objectives="Voir.\r\nFaire.", duration_minutes=125)
    twins = [TrainerFactory(name="Camille Roy", email=f"{n}@exemple.test") for n in "ab"]
    one.trainers.set(twins)
    SessionFactory(activity=one, code="2026-10", state="cancelled", pool__capacity=None).trainers.set(twins[:1])

    batch = checked(exported(mine))

    found = verdicts(batch)
    assert {verdict for *_where, verdict in found} == {"same"}, refusals(batch)
    assert [sum(sheet == name for sheet, *_rest in found) for name in ("Activités", "Rencontres")] == [3, 3]


@pytest.mark.parametrize(
    ("tab", "cell", "value", "heading"),
    [
        ("Personnes formatrices", "D2", "Trente ans.", "Biographie"),
        ("Activités", "B2", "Accueillir mieux", "Titre"),
        ("Séances", "F2", "40", "Places"),
        ("Rencontres", "D2", "12:30", "Fin"),
        ("Rencontres", "H3", "oui", "Obligatoire"),
        ("Rencontres", "C3", datetime(2026, 10, 28, 9), "Début"),
    ],
)
def test_one_cell_changed_is_one_change(tab, cell, value, heading):
    mine = programme()
    applied(saved(sheets()))
    content = edited(exported(mine), tab, cell, value)
    if heading == "Début":
        content = edited(content, tab, "D3", "12:00")

    batch = applied(content)

    changed = [where for *where, verdict in verdicts(batch) if verdict == "update"]
    assert changed == [[tab, int(cell[1])]]
    said = batch.lines.get(verdict="update").reasons[0]
    assert [part in said for part in (tab, cell[1], heading)] == [True] * 3
    assert {verdict for *_where, verdict in verdicts(checked(content))} == {"same"}


def enrolled():
    mine = programme(members_only=False)
    lines = sheets()
    lines["Séances"][1][4] = "2026-09-01 9:00"
    lines["Séances"][1][6:8] = ["0", ""]
    applied(saved(lines))
    session, person = Session.objects.get(), member_person()
    enrol(session=session, person=person, by=LEAD, at=session.opens_at, reason="Sans le préalable")
    Message.objects.all().delete()
    return mine, session


def test_a_session_and_its_meetings_that_move_are_told_once():
    mine, _session = enrolled()
    content = edited(exported(mine), "Rencontres", "D2", "12:30")
    content = edited(edited(content, "Rencontres", "D3", "12:30"), "Séances", "N2", "Salle 9")

    applied(content)

    assert list(Message.objects.values_list("kind", flat=True)) == ["session-changed"]
    assert (Session.objects.get().place, miscounted_pools()) == ("Salle 9", [])


def test_what_the_world_refuses_meanwhile_is_said_on_the_line_and_leaves_the_session_whole():
    mine, session = enrolled()
    content = edited(edited(exported(mine), "Séances", "F2", "1"), "Séances", "I2", "1")
    batch = checked(edited(edited(content, "Séances", "J2", "1"), "Rencontres", "D2", "12:30"))
    assert refusals(batch) == []
    start_applying(batch=batch, by=LEAD, at=NOW)
    person = member_person()
    enrol(session=session, person=person, by=LEAD, at=session.opens_at, reason="Sans le préalable")

    batch = apply_all(batch, by=LEAD, at=NOW)

    failed = list(batch.lines.filter(state="failed").order_by("number").values_list("sheet", "row"))
    assert failed == [("Séances", 2), ("Rencontres", 2)]
    session.refresh_from_db()
    assert (session.pool.capacity, session.meetings.first().minutes) == (35, 180)


def test_a_line_left_out_is_not_written_and_those_that_need_it_say_so():
    programme()
    lines = sheets()
    lines["Séances"][1][6] = "12,5,0"
    batch = checked(saved(lines))
    batch.lines.filter(sheet="Séances").update(state="left_out")
    start_applying(batch=batch, by=LEAD, at=NOW)

    apply_all(batch, by=LEAD, at=NOW)

    assert counts() == [1, 2, 0]
    assert list(batch.lines.filter(state="failed").values_list("sheet", flat=True)) == ["Rencontres"] * 2


def test_sessions_of_the_past_are_recorded_closed():
    programme()

    applied(saved(sheets()), historical=True)

    session = Session.objects.get()
    assert (session.historical, session.pool.closed, session.state) == (True, True, "published")


def test_the_template_is_read_and_only_its_activity_is_to_mend():
    programme()

    batch = checked(template_book(IMPORTS[KIND]))

    assert {line.split(",")[0] for line in refusals(batch)} == {"Activités"}
    assert batch.lines_total == 4


@pytest.mark.parametrize("count", [1, 3])
def test_the_check_reads_in_as_many_statements_whatever_the_lines(count, django_assert_max_num_queries):
    mine = programme()
    applied(saved(sheets()))
    for number in range(count):
        SessionFactory(activity=Activity.objects.first(), code=f"X-{number}", days=number)
    content = exported(mine)

    with django_assert_max_num_queries(24):
        checked(content)
