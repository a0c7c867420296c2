"""Freezing the funder's report, choosing what it shows, making its evidence."""

import csv
import io
import json
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from registrations.actors import Actor, Role
from registrations.dates import MONTREAL
from registrations.errors import Forbidden, WrongState
from registrations.models import Disclosure, Survey, SurveyQuestion, SurveyResponse
from tests.factories.registrations import NOW, OrganisationFactory, UserFactory
from tests.factories.training import LEAD, ActivityFactory, EnrolmentFactory, ProgrammeFactory, SessionFactory
from training.models import ActivityCost, Enrolment, FrozenReport, TrainingFile
from training.reports.actions import ask_evidence, choose_outline, freeze_report, retry_file
from training.reports.errors import NothingToShow, PeriodBackwards
from training.reports.jobs import make_file, resume_files
from training.reports.queries import attendance_list, chosen, document_of, since, whole_period
from training.reports.rules import checksum

pytestmark = pytest.mark.django_db
DAYS = {"first_on": date(2026, 4, 1), "last_on": date(2027, 3, 31)}
READER = Actor(person=None, roles=frozenset({Role.ACCOUNTING}))


def attended(programme, *, family_name="Tremblay"):
    starts_at = NOW - timedelta(days=10)
    activity = ActivityFactory(programme=programme)
    session = SessionFactory(activity=activity, opens_at=NOW - timedelta(days=60), starts_at=starts_at)
    person = UserFactory(given_name="Ève", family_name=family_name)
    facts = {"organisation": OrganisationFactory(name="Centre Été"), "region": "06", "created_at": NOW}
    return Enrolment.objects.create(session=session, person=person, state="attended", historical=True, **facts)


def test_a_frozen_report_keeps_its_numbers_and_says_what_differs_since():
    programme = ProgrammeFactory()
    attended(programme)
    first = freeze_report(programme, **DAYS, note=" Mi-parcours ", by=LEAD, at=NOW)
    attended(programme)
    now = document_of(programme, whole_period(programme), at=NOW)

    changes = {(each.part, each.name): (each.before, each.now) for each in since(first, now) if not each.part}
    assert changes["", "people"] == (1, 2)
    assert changes["", "hours_received"] == (180, 360)
    first.refresh_from_db()
    assert (first.number, first.note, first.document["indicators"]["people"]) == (1, "Mi-parcours", 1)
    assert first.sha256 == checksum(json.loads(json.dumps(first.document)))
    assert freeze_report(programme, **DAYS, by=LEAD, at=NOW).number == 2


@pytest.mark.parametrize("change", [{"document": {}}, {"sha256": "0" * 64}, {"note": "x"}])
def test_nobody_changes_or_deletes_a_frozen_report(change):
    report = freeze_report(ProgrammeFactory(), **DAYS, by=LEAD, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenReport.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenReport.objects.filter(pk=report.pk).delete()


def test_who_may_not_keep_reports_is_refused_and_changes_nothing():
    programme = ProgrammeFactory()
    with pytest.raises(Forbidden):
        freeze_report(programme, **DAYS, by=READER, at=NOW)
    with pytest.raises(Forbidden):
        choose_outline(programme, indicators=["people"], breakdowns=[], by=READER, at=NOW)
    with pytest.raises(Forbidden):
        ask_evidence(programme, **DAYS, by=READER, at=NOW)
    with pytest.raises(PeriodBackwards):
        freeze_report(programme, first_on=DAYS["last_on"], last_on=DAYS["first_on"], by=LEAD, at=NOW)
    assert (FrozenReport.objects.count(), TrainingFile.objects.count(), Disclosure.objects.count()) == (0, 0, 0)


def test_a_funder_s_indicators_are_kept_in_the_order_of_the_report():
    programme = ProgrammeFactory()
    choose_outline(programme, indicators=["people", "sessions_held", "unknown"], breakdowns=["role"], by=LEAD, at=NOW)
    assert chosen(programme) == (["sessions_held", "people"], ["role"])
    with pytest.raises(NothingToShow):
        choose_outline(programme, indicators=["unknown"], breakdowns=[], by=LEAD, at=NOW)
    assert chosen(programme) == (["sessions_held", "people"], ["role"])


def test_the_file_of_evidence_names_who_attended_and_is_a_disclosure():
    programme = ProgrammeFactory()
    person = attended(programme, family_name="=cmd()").person
    row = ask_evidence(programme, **DAYS, by=LEAD, at=NOW)
    make_file.func(row.pk)

    row.refresh_from_db()
    disclosure = Disclosure.objects.get()
    assert (row.state, row.rows_done, disclosure.count) == ("ready", 1, 1)
    assert list(disclosure.people.values_list("person", flat=True)) == [person.pk]
    with zipfile.ZipFile(row.file) as parts:
        assert sorted(parts.namelist()) == [
            "couts.csv",
            "manifeste.csv",
            "presences.csv",
            "rapport.pdf",
            "rapport.xlsx",
        ]
        lines = list(csv.reader(io.StringIO(parts.read("presences.csv").decode("utf-8-sig"))))
    assert lines[1][3:7] == ["'=cmd()", "Ève", "Centre Été", "Montréal"]


def test_an_evening_session_is_on_its_own_day_in_the_evidence():
    programme = ProgrammeFactory()
    evening = datetime(2026, 12, 15, 20, 30, tzinfo=MONTREAL)
    session = SessionFactory(activity=ActivityFactory(programme=programme), opens_at=NOW, starts_at=evening)
    EnrolmentFactory(session=session)

    [line] = attendance_list(programme, whole_period(programme))

    assert line[2] == date(2026, 12, 15)


def test_a_paper_that_is_missing_fails_the_file_and_says_which_until_it_is_tried_again():
    programme = ProgrammeFactory()
    activity = attended(programme).session.activity
    cost = ActivityCost.objects.create(activity=activity, label="Salle", planned_cents=1, document="nowhere.pdf")
    row = ask_evidence(programme, **DAYS, by=LEAD, at=NOW)
    make_file.func(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert "Salle" in row.error
    assert activity.title in row.error

    with pytest.raises(Forbidden):
        retry_file(row, by=READER, at=NOW)
    ActivityCost.objects.filter(pk=cost.pk).update(document="")
    retry_file(row, by=LEAD, at=NOW)
    with pytest.raises(WrongState):
        retry_file(row, by=LEAD, at=NOW)
    make_file.func(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == ("ready", "")


def test_a_file_that_is_interrupted_again_and_again_fails(monkeypatch):
    programme = ProgrammeFactory()
    attended(programme)
    row = ask_evidence(programme, **DAYS, by=LEAD, at=NOW)
    monkeypatch.setattr("training.reports.jobs.write_evidence", stopped)
    for _try in range(3):
        with pytest.raises(MemoryError):
            make_file.func(row.pk)
    make_file.func(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert "plusieurs fois" in row.error
    assert resume_files.call_local() == 0


@pytest.mark.parametrize(("number", "rate"), [(4, None), (5, 1000)])
def test_satisfaction_is_said_of_five_answers_and_more(number, rate):
    programme = ProgrammeFactory()
    activity = attended(programme).session.activity
    survey = Survey.objects.create(title="Avis", subject_kind="x", subject_uuid=activity.uuid, created_at=NOW)
    question = SurveyQuestion.objects.create(survey=survey, position=1, kind="scale", text="?")
    for _answer in range(number):
        about = {"group_uuid": activity.uuid, "answered_on": NOW.date()}
        SurveyResponse.objects.create(survey=survey, answers={str(question.uuid): 4}, **about)
    document = document_of(programme, whole_period(programme), at=NOW)
    assert document["indicators"]["satisfaction_rate"] == rate


def stopped(*_args):
    raise MemoryError
