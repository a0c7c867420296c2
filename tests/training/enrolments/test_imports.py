"""From the team's spreadsheets to training: programmes, activities, sessions with their meetings, enrolments."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from registrations.actors import Actor
from registrations.imports.actions import check_file, start_applying
from registrations.imports.jobs import apply_all
from registrations.imports.registry import IMPORTS
from registrations.messages.models import Message
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.training import ActivityFactory, ProgrammeFactory, SessionFactory
from tests.registrations.imports.files import csv_file
from training.models import Activity, Enrolment, Programme, Session

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
MONTREAL = ZoneInfo("America/Toronto")
SESSIONS = ("Code", "Activité", "Début", "Fin", "Places")
ENROLMENTS = ("Séance", "Courriel", "Organisme", "État", "Inscription")


def checked(kind, *lines, historical=False):
    return check_file(kind=kind, content=csv_file(*lines), file_name="f.csv", historical=historical, by=TEAM, at=NOW)


def applied(kind, *lines, historical=False):
    batch = checked(kind, *lines, historical=historical)
    start_applying(batch=batch, by=TEAM, at=NOW)
    batch = apply_all(batch, by=TEAM, at=NOW)
    assert list(batch.lines.exclude(state="done").values_list("number", "reasons")) == []
    return batch


def verdicts(batch):
    return list(batch.lines.order_by("number").values_list("verdict", flat=True))


def reasons(batch):
    return [reason for found in batch.lines.order_by("number").values_list("reasons", flat=True) for reason in found]


@pytest.mark.parametrize("kind", ["programmes", "activities", "sessions", "enrolments"])
def test_each_kind_has_an_example_line_that_its_own_cells_understand(kind):
    columns = IMPORTS[kind].lines.columns().values()

    assert [column.heading for column in columns if column.required and not column.example] == []
    assert [column.widget.clean(column.example) for column in columns if column.example] != []


def test_programmes_are_created_then_changed_by_their_address():
    funder = OrganisationFactory(name="Commission de l'exemple")
    heading = ("Adresse", "Titre", "Premier jour", "Dernier jour", "Bailleur de fonds", "Réservé aux membres")
    line = ("pacme", "PACME", "2020-04-01", "2021-03-31", "Commission de l'exemple", "oui")

    applied("programmes", heading, line, historical=True)

    programme = Programme.objects.get()
    assert (programme.ends_on, programme.funder, programme.members_only, programme.historical) == (
        date(2021, 4, 1),
        funder,
        True,
        True,
    )
    assert verdicts(checked("programmes", heading, line)) == ["same"]
    applied("programmes", heading, ("pacme", "Autre titre", *line[2:]))
    assert Programme.objects.get().title == "Autre titre"


def test_activities_are_created_with_french_words():
    ProgrammeFactory(slug="pacme")
    heading = ("Adresse", "Titre", "Programme", "Volet", "Mode", "Durée (heures)", "Personnes formatrices")
    line = ("a-distance", "À distance", "pacme", "Gestionnaires", "En personne", "1,5", "Camille Roy | Noa Gagnon")

    applied("activities", heading, line)

    assert verdicts(checked("activities", heading, line)) == ["same"]
    assert verdicts(checked("activities", heading, (*line[:-1], "Noa Gagnon"))) == ["update"]

    activity = Activity.objects.get()
    assert (
        activity.stream,
        activity.mode,
        activity.duration_minutes,
        [str(who) for who in activity.trainers.all()],
    ) == (
        "managers",
        "on_site",
        90,
        ["Camille Roy", "Noa Gagnon"],
    )


def test_sessions_group_their_meetings_by_code():
    ActivityFactory(slug="a-distance")

    applied(
        "sessions",
        SESSIONS,
        ("S-1", "a-distance", "2026-10-20 9:00", "2026-10-20 12:00", "35"),
        ("S-1", "a-distance", "2026-11-03 9:00", "2026-11-03 12:00", "35"),
        ("S-2", "a-distance", "2026-10-21 13 h 30", "2026-10-21 16 h", ""),
    )

    first, second = Session.objects.order_by("code")
    assert [m.starts_at.astimezone(MONTREAL).isoformat() for m in first.meetings.all()] == [
        "2026-10-20T09:00:00-04:00",
        "2026-11-03T09:00:00-05:00",
    ]
    assert (first.state, first.pool.capacity, first.ends_at) == (
        "published",
        35,
        datetime(2026, 11, 3, 12, tzinfo=MONTREAL),
    )
    assert (second.pool.capacity, second.meetings.count()) == (None, 1)


def test_sessions_of_the_past_are_closed_and_marked():
    ActivityFactory(slug="a-distance")

    applied("sessions", SESSIONS, ("S-1", "a-distance", "2020-06-16 9:00", "2020-06-16 12:00", "35"), historical=True)

    session = Session.objects.get()
    assert (session.historical, session.pool.closed, session.state) == (True, True, "published")


def test_sessions_imported_again_change_only_what_differs():
    ActivityFactory(slug="a-distance")
    line = ("S-1", "a-distance", "2026-10-20 9:00", "2026-10-20 12:00", "35")
    applied("sessions", SESSIONS, line)

    assert verdicts(checked("sessions", SESSIONS, line)) == ["same"]
    applied("sessions", SESSIONS, (*line[:4], "40"))
    assert Session.objects.get().pool.capacity == 40


def test_sessions_refuse_what_they_do_not_know():
    ActivityFactory(slug="a-distance")

    batch = checked(
        "sessions",
        SESSIONS,
        ("S-1", "rien", "2026-10-20 9:00", "2026-10-20 12:00", "35"),
        ("S-2", "a-distance", "2026-10-20 12:00", "2026-10-20 9:00", "35"),
    )

    assert (verdicts(batch), len(reasons(batch))) == (["refused", "refused"], 2)


def test_enrolments_of_today_go_through_the_action_that_everybody_takes():
    session = SessionFactory(code="S-1", pool__capacity=1)
    first, second = UserFactory.create_batch(2)

    applied("enrolments", ENROLMENTS[:2], ("S-1", first.email), ("S-1", second.email))

    assert list(Enrolment.objects.order_by("pk").values_list("person", "state")) == [
        (first.pk, "confirmed"),
        (second.pk, "waitlisted"),
    ]
    assert (Message.objects.count(), miscounted_pools(), session.enrolments.count()) == (2, [], 2)
    assert verdicts(checked("enrolments", ENROLMENTS[:2], ("S-1", first.email))) == ["same"]


def test_enrolments_of_the_past_keep_date_state_and_organisation_and_tell_nobody():
    post = AffiliationFactory(organisation=OrganisationFactory(name="Cap Nord", region="09"), role="manager")
    SessionFactory(code="S-1", pool__capacity=0, pool__closed=True, historical=True)

    line = ("S-1", post.person.email, "Cap Nord", "Présence", "2020-05-04 9:12")
    applied("enrolments", ENROLMENTS, line, historical=True)

    made = Enrolment.objects.get()
    assert (made.state, made.organisation, made.region, made.role, made.historical) == (
        "attended",
        post.organisation,
        "09",
        "manager",
        True,
    )
    assert made.created_at == datetime(2020, 5, 4, 9, 12, tzinfo=MONTREAL)
    assert (Message.objects.count(), miscounted_pools()) == (0, [])
    assert verdicts(checked("enrolments", ENROLMENTS, line, historical=True)) == ["same"]


def test_enrolments_refuse_unknown_people_sessions_and_organisations():
    SessionFactory(code="S-1")
    person = UserFactory()

    batch = checked(
        "enrolments",
        ENROLMENTS[:3],
        ("S-1", "personne@inconnue.test", ""),
        ("S-9", person.email, ""),
        ("S-1", person.email, "Nulle part"),
    )

    assert (verdicts(batch), len(reasons(batch))) == (["refused"] * 3, 3)


def test_enrolments_refused_by_the_world_are_said_on_their_line():
    SessionFactory(code="S-1", closes_at=NOW, starts_at=NOW + timedelta(days=2))
    person = UserFactory()
    batch = checked("enrolments", ENROLMENTS[:2], ("S-1", person.email))
    start_applying(batch=batch, by=TEAM, at=NOW)

    batch = apply_all(batch, by=TEAM, at=NOW)

    assert list(batch.lines.values_list("state", flat=True)) == ["failed"]
    assert len(reasons(batch)) == 1


def test_two_and_a_half_thousand_enrolments_of_the_past_take_seconds():
    people = UserFactory.create_batch(250)
    sessions = [SessionFactory(code=f"S-{n}", pool__capacity=None, historical=True) for n in range(10)]
    lines = [(session.code, person.email) for session in sessions for person in people]
    began = time.process_time()

    applied("enrolments", ENROLMENTS[:2], *lines, historical=True)

    assert Enrolment.objects.count() == 2500
    assert time.process_time() - began < 30
