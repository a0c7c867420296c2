"""Surveys: once per person, anonymous, and nothing shown in which somebody could be seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.journal.models import Entry
from registrations.models import Message, Survey, SurveyQuestion, SurveyReceipt, SurveyResponse
from registrations.surveys.actions import Asked, answer_survey, ask, copy_survey, move_survey, remind, save_survey
from registrations.surveys.errors import (
    AlreadyAnswered,
    AnswerMissing,
    NotYourSurveys,
    OneSurveyAtATime,
    SurveyAnswered,
    SurveyNeedsQuestions,
    SurveyNotOpen,
)
from registrations.surveys.queries import results, to_remind
from registrations.surveys.rules import LEAST, shown_groups
from tests.factories.certificates import LEAD
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import ActivityFactory, EnrolmentFactory, SessionFactory
from tests.people import with_role
from training.attendance.actions import close_session_attendance, note_attendance
from training.completion.actions import certify_session
from training.completion.errors import NotDue
from training.completion.queries import to_ask

pytestmark = pytest.mark.django_db
QUESTIONS = (
    Asked("Êtes-vous satisfait·e ?", "scale"),
    Asked("Rythme", "one", ("Trop lent", "Juste", "Trop rapide")),
    Asked("Utile pour", "several", ("Accueil", "Suivi"), required=False),
    Asked("Un mot", "text", required=False),
)


def written(activity, questions=QUESTIONS, **fields):
    said = {"title": "Votre avis", "introduction": "", "before_certificate": False} | fields
    about = {"subject_kind": "training.activity", "subject_uuid": activity.uuid}
    return save_survey(None, **said, **about, questions=questions, by=LEAD, at=NOW)


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def survey(activity):
    return move_survey(written(activity), to="open", by=LEAD, at=NOW)


def asked(survey, group, person=None):
    return ask(survey, subject_uuid=uuid4(), group_uuid=group, person=person or UserFactory(), at=NOW)


def good(survey, scale=4, **more):
    keys = {one.text: str(one.uuid) for one in survey.questions.all()}
    answers = {keys["Êtes-vous satisfait·e ?"]: scale, keys["Rythme"]: "Juste"}
    return answers | {keys[text]: value for text, value in more.items()}


def answered(survey, group, count, **more):
    for _ in range(count):
        answer_survey(asked(survey, group), good(survey, **more), on=NOW.date())


@given(st.dictionaries(st.integers(), st.integers(min_value=0, max_value=30), max_size=8))
def test_what_is_not_shown_cannot_be_had_by_subtracting(counts):
    shown = shown_groups(counts)
    left = sum(count for group, count in counts.items() if group not in shown)

    assert all(counts[group] >= LEAST for group in shown)
    assert left == 0 or left >= LEAST or not shown


def test_one_answers_once_and_nothing_leads_from_the_answer_to_them(survey, activity):
    person = UserFactory()
    receipt = asked(survey, activity.uuid, person)
    before = Entry.objects.count()

    answer_survey(receipt, good(survey), on=NOW.date())
    with pytest.raises(AlreadyAnswered):
        answer_survey(receipt, good(survey), on=NOW.date())

    response = SurveyResponse.objects.get()
    assert response.uuid.version == 4
    assert Entry.objects.count() == before
    named = {str(person.uuid), str(receipt.uuid), str(receipt.subject_uuid)}
    assert named.isdisjoint(str(getattr(response, field.attname)) for field in response._meta.concrete_fields)
    assert not {field.name for field in SurveyReceipt._meta.concrete_fields} & {
        "answered_on",
        "answered_at",
        "response",
    }


def test_one_receipt_per_person_and_subject_held_by_the_database(survey, activity):
    receipt = asked(survey, activity.uuid)
    again = ask(survey, subject_uuid=receipt.subject_uuid, group_uuid=activity.uuid, person=receipt.person, at=NOW)

    assert again == receipt
    assert Message.objects.filter(kind="survey").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyReceipt.objects.create(
            survey=survey, subject_uuid=receipt.subject_uuid, group_uuid=uuid4(), person=receipt.person, asked_on=NOW
        )


@pytest.mark.parametrize(
    "wrong",
    [{"scale": 6}, {"scale": True}, {"scale": None}, {"Rythme": "Autre"}, {"Utile pour": ["Accueil", "Accueil"]}],
)
def test_wrong_answers_are_refused_and_write_nothing(survey, activity, wrong):
    receipt = asked(survey, activity.uuid)

    with pytest.raises(AnswerMissing):
        answer_survey(receipt, good(survey, **wrong), on=NOW.date())
    with pytest.raises(AnswerMissing):
        answer_survey(receipt, good(survey) | {str(uuid4()): 3}, on=NOW.date())

    assert not SurveyResponse.objects.exists()


def test_questions_are_frozen_once_answered(survey, activity):
    answered(survey, activity.uuid, 1)

    with pytest.raises(SurveyAnswered):
        save_survey(
            survey,
            title="x",
            introduction="",
            subject_kind=survey.subject_kind,
            subject_uuid=survey.subject_uuid,
            before_certificate=False,
            questions=QUESTIONS,
            by=LEAD,
            at=NOW,
        )
    for act in (
        lambda: SurveyQuestion.objects.update(text="autre"),
        lambda: SurveyQuestion.objects.create(survey=survey, position=9, kind="text", text="x"),
        lambda: SurveyResponse.objects.update(answered_on=NOW.date() - timedelta(days=1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert list(copy_survey(survey, by=LEAD, at=NOW).questions.values_list("text", flat=True)) == [
        one.text for one in QUESTIONS
    ]


def test_one_survey_is_open_about_a_subject_and_a_closed_one_takes_no_answer(survey, activity):
    other = written(activity)
    receipt = asked(survey, activity.uuid)

    with pytest.raises(OneSurveyAtATime):
        move_survey(other, to="open", by=LEAD, at=NOW)
    move_survey(survey, to="closed", by=LEAD, at=NOW)
    with pytest.raises(SurveyNotOpen):
        answer_survey(receipt, good(survey), on=NOW.date())
    with pytest.raises(NotYourSurveys):
        move_survey(other, to="open", by=Actor(person=UserFactory()), at=NOW)
    for wrong in ((), (Asked("Rythme", "one", ("Seul",)),)):
        with pytest.raises(SurveyNeedsQuestions):
            written(activity, questions=wrong)


def test_results_show_no_group_under_five_nor_by_difference(survey, activity):
    big, middle, small = activity, ActivityFactory(), ActivityFactory()
    answered(survey, big.uuid, 9)
    answered(survey, middle.uuid, 5, scale=2)
    answered(survey, small.uuid, 2, scale=1)
    asked(survey, big.uuid)

    found = results(survey)

    assert (found.asked, found.answered, found.rate, found.hidden) == (17, 16, 94, 2)
    assert [uuid for uuid, *_rest in found.groups] == [big.uuid]
    assert found.questions[0].numbers == [("1", 2), ("2", 5), ("3", 0), ("4", 9), ("5", 0)]
    assert found.questions[2].numbers == []
    for hidden in (middle, small):
        with pytest.raises(NotFound):
            results(survey, group=hidden.uuid)


def test_fewer_than_five_answers_show_nothing(survey, activity):
    answered(survey, activity.uuid, 4)

    found = results(survey)

    assert (found.answered, found.questions, found.groups) == (4, [], [])


def test_a_reminder_is_sent_once_to_those_who_have_not_answered(survey, activity):
    silent = asked(survey, activity.uuid)
    answered(survey, activity.uuid, 1)
    later = NOW + timedelta(days=6)

    assert to_remind(on=NOW.date(), at_most=9) == []
    assert to_remind(on=later.date(), at_most=9) == [silent]
    assert [remind(silent, at=later), remind(silent, at=later)] == [True, False]
    assert to_remind(on=later.date(), at_most=9) == []
    assert Message.objects.filter(kind="survey-reminder").count() == 1


def test_a_survey_that_comes_first_holds_the_certificate_back(activity):
    survey = move_survey(written(activity, before_certificate=True), to="open", by=LEAD, at=NOW)
    session = SessionFactory(activity=activity)
    person = EnrolmentFactory(session=session)
    after = session.ends_at + timedelta(hours=1)
    note_attendance(session.meetings.get(), {person.pk: 180}, by=LEAD, at=after)
    close_session_attendance(session, by=LEAD, at=after)

    with pytest.raises(NotDue):
        certify_session(session, by=LEAD, at=after)
    [(enrolment, wanted)] = to_ask(since=NOW, at_most=9)
    receipt = ask(wanted, subject_uuid=enrolment.uuid, group_uuid=activity.uuid, person=enrolment.person, at=after)
    answer_survey(receipt, good(survey), on=after.date())

    assert to_ask(since=NOW, at_most=9) == []
    assert certify_session(session, by=LEAD, at=after) == 1


def test_the_doors_answer_once_and_show_what_may_be_shown(client, survey, activity):
    cache.clear()
    enrolment = EnrolmentFactory(session=SessionFactory(activity=activity), state="attended")
    receipt = ask(survey, subject_uuid=enrolment.uuid, group_uuid=activity.uuid, person=enrolment.person, at=NOW)
    client.force_login(enrolment.person)
    page, api = reverse("surveys:answer", args=[receipt.uuid]), f"/api/v1/training/enrolments/{enrolment.uuid}/survey"

    assert "Rythme" in client.get(page).content.decode()
    assert client.post(page, {"q1": "9"}).status_code == 422
    assert client.get(api).json()["answered"] is False
    assert client.post(page, {"q1": "5", "q2": "Juste", "q3": ["Suivi"], "q4": "Merci"}).status_code == 200
    assert client.post(page, {"q1": "5", "q2": "Juste"}).status_code == 409
    again = client.post(api, {"answers": good(survey)}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "already-answered")
    client.force_login(UserFactory())
    assert client.get(page).status_code == client.get(api).status_code == 404

    answered(survey, activity.uuid, 5)
    client.force_login(with_role(UserFactory(), "training_lead"))
    shown = reverse("sondages:inspect", args=[survey.pk])
    assert "<svg" in client.get(shown).content.decode()
    assert client.get(shown, {"export": "xlsx"}).content.startswith(b"PK")
    assert client.get(shown, {"activite": str(uuid4())}).status_code == 404
    assert client.get(shown, {"activite": "x"}).status_code == 404
    written_ = {"title": "Autre", "subject": f"training.activity:{activity.uuid}"}
    rows = {"text": ["Deux", "Un", ""], "kind": ["text", "one", "scale"], "choices": ["", "A\nB", ""]}
    sent = {f"questions-{part}": values for part, values in rows.items()} | {"questions-required": ["no", "yes", "yes"]}
    client.post(reverse("sondages:add"), written_ | sent)
    made = Survey.objects.get(title="Autre")
    assert [(q.text, q.choices, q.required) for q in made.questions.all()] == [
        ("Deux", [], False),
        ("Un", ["A", "B"], True),
    ]
