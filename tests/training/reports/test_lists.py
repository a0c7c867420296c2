"""Lists that leave as files: registrations, attendance, certificates, sessions."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registrations.actors import Role
from registrations.errors import Forbidden
from registrations.journal.models import Disclosure
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, STARTS, EnrolmentFactory, SessionFactory, member_person
from tests.people import actor_for
from training.attendance.actions import note_attendance
from training.completion.actions import certify_session
from training.enrolments.models import Enrolment
from training.reports.actions import ask_list
from training.reports.jobs import make_file
from training.reports.models import TrainingFile
from training.reports.queries import LISTS

pytestmark = pytest.mark.django_db
DAYS = {"first_on": STARTS.date(), "last_on": STARTS.date()}


def world():
    session = SessionFactory(code="LISTE", activity__title="=cmd|'/c calc'!A1")
    person, by = member_person(), UserFactory(given_name="Ève", family_name="Roy")
    organisation = person.affiliations.get().organisation
    row = EnrolmentFactory(
        session=session, person=person, organisation=organisation, region="09", role="manager", registered_by=by
    )
    note_attendance(session.meetings.get(), {row.pk: 150}, by=LEAD, at=session.starts_at)
    EnrolmentFactory(session=SessionFactory(days=40))
    return row


def made(kind, form="csv", **options):
    row = ask_list(kind=kind, format=form, programme=None, **(DAYS | options), by=LEAD, at=NOW)
    make_file.call(row.pk)
    row.refresh_from_db()
    with row.file.open("rb") as file:
        return row, file.read()


@pytest.mark.parametrize("kind", ["enrolments", "attendance", "sessions"])
def test_a_list_has_the_rows_of_the_period_and_no_formula(kind):
    row = world()

    file, content = made(kind)

    head, *lines = content.decode("utf-8-sig").splitlines()
    assert (file.state, file.rows_done, len(lines)) == ("ready", 1, 1)
    assert "\"'=cmd|'/c calc'!A1\"" in lines[0] or "'=cmd|'/c calc'!A1" in lines[0]
    assert len(head.split(",")) == len(LISTS[kind].columns)
    said = ["LISTE"] if kind == "sessions" else [row.organisation.name, "Côte-Nord", "Ève Roy", "150"]
    assert [text in lines[0] for text in said] == [True] * len(said)


def test_certificates_say_of_whom_for_whom_and_how_long():
    row = world()
    Enrolment.objects.filter(pk=row.pk).update(state="attended")
    session = row.session
    certify_session(session, by=LEAD, at=session.ends_at)

    _file, content = made("certificates")

    [line] = content.decode("utf-8-sig").splitlines()[1:]
    assert [text in line for text in ("A-", "Côte-Nord", "Ève Roy", "150")] == [True] * 4


def test_a_spreadsheet_says_the_same():
    world()
    _file, content = made("enrolments", "xlsx")
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert (len(rows), rows[1][0], rows[1][-1]) == (2, "LISTE", 150)


def test_a_list_that_names_people_is_a_disclosure_and_one_that_does_not_is_none():
    world()
    made("sessions")
    assert Disclosure.objects.count() == 0
    made("enrolments")
    assert Disclosure.objects.get().count == 1


def test_only_the_training_lead_asks():
    with pytest.raises(Forbidden):
        ask_list(kind="enrolments", format="csv", programme=None, **DAYS, by=actor_for(UserFactory()), at=NOW)
    assert TrainingFile.objects.count() == 0


@pytest.mark.parametrize(("most", "state"), [(300, "ready"), (0, "waiting")])
def test_a_short_list_is_ready_at_once_and_a_long_one_is_followed(client, person_of, monkeypatch, most, state):  # noqa: F811
    world()
    monkeypatch.setattr("training.reports.viewsets.files.AT_ONCE", most)
    client.force_login(person_of(Role.TRAINING_LEAD))
    form = {"kind": "enrolments", "format": "csv", "first": "2026-01-01", "last": "2027-12-31", "programme": ""}
    answer = client.post(reverse("fichiers-de-formation:add"), form)
    row = TrainingFile.objects.get()
    assert (answer.status_code, row.state, client.get(answer.url).status_code) == (302, state, 200)
    download = client.get(reverse("fichiers-de-formation:fichier", args=[row.pk]))
    assert download.status_code == (200 if state == "ready" else 404)


@pytest.mark.parametrize("kind", list(LISTS))
def test_the_rows_are_read_in_as_many_statements_whatever_their_number(kind, django_assert_max_num_queries):
    session = world().session
    for _number in range(3):
        EnrolmentFactory(session=session)
    with django_assert_max_num_queries(3):
        list(LISTS[kind].lines(session.activity.programme, period()))


def period():
    from training.reports.actions import period_between

    return period_between(**DAYS)
