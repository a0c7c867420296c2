"""Writing questions, answering them, forgetting what is sensitive; what the database refuses whoever asks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registrations.errors import Forbidden, NotFound
from registrations.journal.models import Entry
from registrations.models import Answer, Question
from registrations.privacy.registry import RETENTIONS
from registrations.questions.actions import Asked, answer, as_asked, purge_sensitive, read_sensitive, save_questions
from registrations.questions.errors import AnswersClosed, AnswersRefused, QuestionAnswered, QuestionsNotSound
from registrations.questions.queries import answers_about, grid, questions_of, sheet, tallies
from registrations.questions.registry import REGISTRATIONS
from tests.factories.questions import ALLERGIES, BOTH, CAR, EVERY_KIND, MEAL, WHY, asking, given
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import TicketTypeFactory
from tests.factories.training import EnrolmentFactory, ProgrammeFactory, SessionFactory
from tests.people import actor_for

pytestmark = pytest.mark.django_db
ENROLMENT = "training.enrolment"


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


def say(enrolment, answers, *, at=NOW, **more):
    answer((ENROLMENT, enrolment.uuid), answers, by=actor_for(enrolment.person), at=at, **more)


def faults(refused):
    return {error["field"].removeprefix("answers."): error["code"] for error in refused.value.members["errors"]}


def test_questions_are_asked_in_their_order_and_the_subject_says_that_it_asks(enrolment):
    session = enrolment.session
    rows = asking(session)

    assert [one.text_fr for one in questions_of(session.asked_for)] == [one.text_fr for one in EVERY_KIND]
    assert session.asked_for == (("training.session", session.uuid),)
    assert [one["key"] for one in rows["meal"].choices] == ["vegetarien", "tout"]
    assert (rows["why"].when, rows["why"].value) == (rows["meal"], "vegetarien")
    entry = Entry.objects.get(action="questions.save")
    assert (entry.about_uuid, entry.details) == (session.uuid, {"questions": 6})

    asking(session, ())
    assert (session.has_questions, session.asked_for, Question.objects.count()) == (False, (), 0)


@pytest.mark.parametrize("factory", [SessionFactory, ProgrammeFactory, TicketTypeFactory])
def test_a_session_a_programme_and_a_ticket_type_ask(factory):
    row = factory()
    asking(row, [CAR])
    assert row.has_questions


def test_only_those_responsible_write_and_read(enrolment):
    stranger = actor_for(UserFactory(), "accounting", "event_lead")
    with pytest.raises(Forbidden):
        asking(enrolment.session, by=stranger)
    with pytest.raises(Forbidden):
        read_sensitive("training.session", enrolment.session.uuid, by=stranger, at=NOW)
    with pytest.raises(NotFound):
        save_questions("training.session", enrolment.uuid, [CAR], by=BOTH, at=NOW)
    with pytest.raises(NotFound):
        save_questions("training.nothing", enrolment.uuid, [CAR], by=BOTH, at=NOW)


@pytest.mark.parametrize(
    "questions",
    [
        [replace(ALLERGIES, required=True)],
        [replace(MEAL, choices=(("Tout", ""), ("Tout", "")))],
        [replace(MEAL, choices=tuple((str(n), "") for n in range(21)))],
        [WHY, MEAL],
        [MEAL, replace(WHY, value="Rien")],
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_written(enrolment, questions):
    asking(enrolment.session, [CAR])
    with pytest.raises(QuestionsNotSound):
        asking(enrolment.session, questions)
    assert list(Question.objects.values_list("text_fr", flat=True)) == [CAR.text_fr]


def test_choices_keep_their_keys_and_two_of_the_same_letters_differ(enrolment):
    twins = replace(MEAL, choices=(("Été", ""), ("Ete", "")))
    rows = asking(enrolment.session, [twins])
    assert [one["key"] for one in rows["meal"].choices] == ["ete", "ete-2"]

    again = replace(as_asked(rows["meal"]), choices=(("Hiver", ""), ("Ete", ""), ("Été", "")))
    asking(enrolment.session, [again])

    rows["meal"].refresh_from_db()
    assert [one["key"] for one in rows["meal"].choices] == ["hiver", "ete-2", "ete"]


def test_once_answered_the_wording_the_kind_and_the_choices_stay(enrolment):
    rows = asking(enrolment.session, [MEAL, WHY])
    say(enrolment, given(rows, meal="tout"))
    kept = as_asked(rows["meal"])
    for changed in (
        replace(kept, text_fr="Autre chose ?"),
        replace(kept, kind="several"),
        replace(kept, sensitive=True, required=False),
        replace(kept, choices=(("Végétarien", ""), ("Rien", ""))),
    ):
        with pytest.raises(QuestionAnswered):
            asking(enrolment.session, [changed])

    more = replace(kept, choices=(*kept.choices, ("Rien", "")), help_fr="Au repas du midi", required=False)
    asking(enrolment.session, [more])
    assert [one["key"] for one in Question.objects.get().choices] == ["vegetarien", "tout", "rien"]


def test_an_answered_question_that_is_taken_out_is_retired_with_its_answers(enrolment):
    rows = asking(enrolment.session, [MEAL, WHY])
    say(enrolment, given(rows, meal="vegetarien", why="Toujours"))

    asking(enrolment.session, [CAR])

    retired = Question.objects.filter(retired_at=NOW)
    assert {one.text_fr for one in retired} == {MEAL.text_fr, WHY.text_fr}
    assert [one.text_fr for one in questions_of(enrolment.session.asked_for)] == [CAR.text_fr]
    assert [tally.count for tally in tallies("training.session", enrolment.session.uuid)] == [0, 1, 1]


def test_answers_are_kept_corrected_and_taken_back(enrolment):
    rows = asking(enrolment.session)
    all_of_them = given(
        rows, meal="vegetarien", why=" Toujours ", car=False, days=["mardi", "lundi"], wishes="Apprendre",
        allergies="Noix"
    )  # fmt: skip
    say(enrolment, all_of_them, consented=True)

    assert answers_about(enrolment.uuid) == all_of_them | given(rows, why="Toujours")
    assert Answer.objects.get(question=rows["allergies"]).consented_at == NOW
    assert set(Answer.objects.exclude(question=rows["allergies"]).values_list("consented_at", flat=True)) == {None}

    say(enrolment, given(rows, meal="tout"), at=NOW + timedelta(hours=1))

    assert answers_about(enrolment.uuid) == given(rows, meal="tout")
    assert list(Entry.objects.filter(action="questions.answer").order_by("pk").values_list("details", flat=True)) == [
        {"answers": 6},
        {"answers": 1},
    ]


def test_bad_answers_are_each_named_and_nothing_is_kept(enrolment):
    rows = asking(enrolment.session)
    other = asking(SessionFactory(), [CAR])
    with pytest.raises(AnswersRefused) as refused:
        say(
            enrolment,
            given(rows, why="x", car="yes", days=["dimanche"], wishes="x" * 2001, allergies="Noix")
            | given(other, car=True),
        )

    keys = {str(row.uuid): key for key, row in rows.items()} | {str(other["car"].uuid): "other"}
    assert {keys[key]: code for key, code in faults(refused).items()} == {
        "meal": "missing",
        "why": "not-asked",
        "car": "wrong-type",
        "days": "choice-not-offered",
        "wishes": "too-long",
        "allergies": "consent-needed",
        "other": "unknown-question",
    }
    assert Answer.objects.count() == 0


def test_only_the_person_answers_and_only_until_it_begins(enrolment):
    rows = asking(enrolment.session, [CAR])
    about, said = (ENROLMENT, enrolment.uuid), given(rows, car=True)
    for by in (actor_for(UserFactory()), BOTH):
        with pytest.raises(NotFound):
            answer(about, said, by=by, at=NOW)
    with pytest.raises(NotFound):
        answer(("training.nothing", enrolment.uuid), said, by=actor_for(enrolment.person), at=NOW)
    with pytest.raises(AnswersClosed):
        say(enrolment, said, at=enrolment.session.starts_at)
    say(enrolment, said, at=enrolment.session.starts_at - timedelta(seconds=1))
    assert Answer.objects.count() == 1


def test_questions_of_the_programme_come_before_those_of_the_session(enrolment):
    session = enrolment.session
    asking(session, [CAR])
    asking(session.activity.programme, [MEAL])
    session.refresh_from_db()

    found = sheet(REGISTRATIONS[ENROLMENT].find(enrolment.uuid), at=NOW)

    assert [one.text_fr for one in found.questions] == [MEAL.text_fr, CAR.text_fr]
    assert found.missing == [str(found.questions[0].uuid)]


def test_the_database_holds_one_answer_a_question_and_registration(enrolment):
    rows = asking(enrolment.session, [CAR])
    say(enrolment, given(rows, car=True))
    twin = Answer.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("verb", ["insert", "update"])
def test_the_database_refuses_a_sensitive_answer_without_consent(enrolment, verb):
    rows = asking(enrolment.session, [ALLERGIES])
    row = Answer(
        question=rows["allergies"], about_kind=ENROLMENT, about_uuid=enrolment.uuid, person=enrolment.person,
        value="Noix", answered_at=NOW, consented_at=NOW if verb == "update" else None,
    )  # fmt: skip
    if verb == "update":
        row.save()
        row.consented_at = None
    with pytest.raises(IntegrityError, match="answer_sensitive_has_consent"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "change", [{"text_fr": "Autre"}, {"kind": "text"}, {"sensitive": True}, {"subject_kind": "training.programme"}]
)
def test_the_database_keeps_an_answered_question(enrolment, change):
    rows = asking(enrolment.session, [CAR])
    Question.objects.filter(pk=rows["car"].pk).update(text_en="Before")
    say(enrolment, given(rows, car=True))
    Question.objects.filter(pk=rows["car"].pk).update(text_en="After")
    with pytest.raises(IntegrityError, match="question_answered_is_kept"), transaction.atomic():
        Question.objects.filter(pk=rows["car"].pk).update(**change)
    with pytest.raises(IntegrityError, match="question_answered_is_kept"), transaction.atomic():
        Question.objects.filter(pk=rows["car"].pk)._raw_delete("default")


@pytest.mark.parametrize(
    "values",
    [{"kind": "photo"}, {"text_fr": ""}, {"sensitive": True, "required": True}, {"value": "x"}],
)
def test_the_database_refuses_a_question_that_makes_no_sense(enrolment, values):
    fields = {"subject_kind": "training.session", "subject_uuid": enrolment.session.uuid, "position": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(**fields | {"kind": "line", "text_fr": "Quoi ?"} | values)


def test_sensitive_answers_are_counts_for_the_team_and_names_for_those_responsible(enrolment):
    rows = asking(enrolment.session, [replace(MEAL, required=False, sensitive=True), ALLERGIES, CAR])
    say(enrolment, given(rows, meal="tout", allergies="Noix", car=True), consented=True)
    about = ("training.session", enrolment.session.uuid)

    meal, allergies, car = tallies(*about)
    assert meal.numbers == [("Végétarien", 0), ("Tout", 1)]
    assert (allergies.count, allergies.texts, car.numbers) == (1, [], [("Oui", 1), ("Non", 0)])
    assert [said for _person, said in grid(*about, sensitive=False).lines] == [["Oui"]]

    read = read_sensitive(*about, by=BOTH, at=NOW)
    assert read.lines == [(enrolment.person, ["Tout", "Noix"])]
    entry = Entry.objects.get(action="questions.read_sensitive")
    assert (entry.about_uuid, entry.details) == (enrolment.session.uuid, {"people": 1})


def test_sensitive_answers_go_thirty_days_after_the_session_and_the_others_stay(enrolment):
    rows = asking(enrolment.session, [CAR, ALLERGIES])
    say(enrolment, given(rows, car=True, allergies="Noix"), consented=True)
    ends = enrolment.session.ends_at
    retention = next(one for one in RETENTIONS if one.name == "sensitive_answers")

    assert retention.due((ends + timedelta(days=30)).date()) == 0
    assert purge_sensitive(BOTH, ends + timedelta(days=30)) == 0
    assert retention.due((ends + timedelta(days=31)).date()) == 1
    assert retention.purge(BOTH, ends + timedelta(days=31)) == 1
    assert answers_about(enrolment.uuid) == given(rows, car=True)


def test_sensitive_answers_of_a_cancelled_registration_go_the_next_night(enrolment):
    rows = asking(enrolment.session, [ALLERGIES])
    say(enrolment, given(rows, allergies="Noix"), consented=True)
    type(enrolment).objects.filter(pk=enrolment.pk).update(state="cancelled", cancelled_at=NOW)
    assert purge_sensitive(BOTH, NOW + timedelta(days=1)) == 1


def test_what_depends_on_a_sensitive_answer_is_sensitive_too():
    """Else a list that shows it would say what was answered to the one above."""
    wheel = Asked("wheel", "yes_no", "Avez-vous un fauteuil ?", sensitive=True)
    wide = Asked("wide", "line", "De quelle largeur ?", when="wheel", value="yes")
    with pytest.raises(QuestionsNotSound):
        asking(SessionFactory(), [wheel, wide])
    asking(SessionFactory(), [wheel, replace(wide, sensitive=True)])
