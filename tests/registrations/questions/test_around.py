"""What happens to questions and answers around: copies, moves, names passed on, erasure, merges, mails."""

from datetime import date
from types import SimpleNamespace

import pytest

from registrations.colloquium.asking import without_answers as tickets_without
from registrations.messages.registry import MAILS
from registrations.models import Answer, Question
from registrations.people.actions import merge_people
from registrations.privacy.registry import EXPORTS
from registrations.questions import personal
from registrations.questions.actions import answer
from registrations.questions.queries import answers_about, questions_of, spoken
from tests.factories.questions import ALLERGIES, BOTH, CAR, EVERY_KIND, MEAL, WHY, asking, given
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import TicketTypeFactory
from tests.factories.training import LEAD, EnrolmentFactory, ProgrammeFactory, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import enrol, move_enrolment
from training.enrolments.asking import without_answers
from training.models import Enrolment, Session
from training.sessions.actions import copy_programme, copy_session
from training.sessions.rules import Naming

pytestmark = pytest.mark.django_db
ENROLMENT = "training.enrolment"


def texts(session):
    return [one.text_fr for one in questions_of(session.asked_for)]


def own(session, **more):
    person = UserFactory()
    found = Session.objects.select_related("activity__programme").get(pk=session.pk)
    return enrol(session=found, person=person, by=actor_for(person), at=NOW, **more)


def test_a_copied_session_asks_the_same_and_its_conditions_are_its_own():
    session = SessionFactory()
    asking(session)

    made = copy_session(session, code="COPIE", weeks=4, by=LEAD, at=NOW)

    made.refresh_from_db()
    assert texts(made) == [one.text_fr for one in EVERY_KIND]
    why = Question.objects.get(subject_uuid=made.uuid, text_fr=WHY.text_fr)
    assert (why.when.subject_uuid, why.value) == (made.uuid, "vegetarien")
    assert copy_session(SessionFactory(), code="RIEN", weeks=4, by=LEAD, at=NOW).asked_for == ()


def test_a_copied_programme_asks_the_same():
    session = SessionFactory(activity__programme=ProgrammeFactory(slug="p-2026"))
    asking(session.activity.programme, [CAR])
    period = {"title": "2027", "starts_on": date(2027, 4, 1), "last_day": date(2028, 3, 31)}
    type(session.activity).objects.update(slug="a-2026")
    Session.objects.update(code="S-2026")

    made = copy_programme(session.activity.programme, **period, naming=Naming("2026", "2027"), by=LEAD, at=NOW)

    assert Question.objects.get(subject_uuid=made.uuid).text_fr == CAR.text_fr
    assert Session.objects.get(code="S-2027").asked_for == (("training.programme", made.uuid),)


def test_what_both_sessions_ask_goes_along_with_who_moves():
    session = SessionFactory()
    of_session, of_programme = asking(session, [MEAL]), asking(session.activity.programme, [CAR, ALLERGIES])
    said = given(of_session, meal="tout") | given(of_programme, car=True, allergies="Noix")
    before = own(session, answers=said, consented=True)
    there = SessionFactory(activity=session.activity, days=3)

    made = move_enrolment(before, to=there, by=actor_for(before.person), at=NOW)

    assert answers_about(made.uuid) == given(of_programme, car=True, allergies="Noix")


def test_who_registers_answers_and_whom_others_register_is_asked_afterwards():
    session = SessionFactory()
    rows = asking(session, [MEAL])
    somebody = UserFactory()
    made = enrol(session=session, person=somebody, by=LEAD, at=NOW, reason="Entente")
    assert without_answers([made]) == {made.uuid}

    answered = own(session, answers=given(rows, meal="tout"))
    assert without_answers([made, answered]) == {made.uuid}
    mails = [MAILS["enrolment-confirmed"].render(row.uuid, "fr").paragraphs for row in (made, answered)]
    link = f"/moi/questions/formation/{made.uuid}/"
    assert [any(link in said for said in paragraphs) for paragraphs in mails] == [True, False]


def test_optional_questions_are_said_to_whom_somebody_else_registered():
    session = SessionFactory()
    asking(session, [ALLERGIES])
    made = enrol(session=session, person=UserFactory(), by=actor_for(UserFactory(), "training_lead"), at=NOW)
    mine = own(session, answers={})
    told = [MAILS["enrolment-confirmed"].render(row.uuid, "fr").paragraphs for row in (made, mine)]
    assert [any("/moi/questions/" in said for said in paragraphs) for paragraphs in told] == [True, False]


@pytest.mark.parametrize("asks", [False, True])
def test_a_session_that_asks_nothing_costs_no_statement(asks, django_assert_num_queries):
    session = SessionFactory()
    if asks:
        asking(session, [CAR])
    found = Session.objects.select_related("activity__programme").get(pk=session.pk)
    rows = [Enrolment(session=found, state="confirmed")]
    with django_assert_num_queries(1 if asks else 0):
        assert without_answers(rows) == set()
        assert bool(questions_of(found.asked_for)) is asks if not asks else True


def test_the_answers_of_whoever_had_the_ticket_go_when_it_is_somebody_elses(monkeypatch):
    from registrations.colloquium.actions import naming

    kind, person = TicketTypeFactory(), UserFactory()
    rows = asking(kind, [MEAL])
    ticket = kind.tickets.create(colloquium=kind.colloquium, person=person, state="held", created_at=NOW)
    assert tickets_without([ticket]) == {ticket.uuid}
    answer(("registrations.ticket", ticket.uuid), given(rows, meal="tout"), by=actor_for(person), at=NOW)
    assert tickets_without([ticket]) == set()

    naming._give(ticket, UserFactory(), by=BOTH, at=NOW)

    assert answers_about(ticket.uuid) == {}


def test_answers_leave_with_the_person():
    session = SessionFactory()
    rows = asking(session, [CAR])
    first, other = own(session, answers=given(rows, car=True)), own(session, answers=given(rows, car=False))
    [gone] = personal.preview(first.person, NOW.date())
    assert gone.count == 1

    personal.erase(first.person, LEAD, NOW)

    assert (answers_about(first.uuid), list(personal.preview(first.person, NOW.date()))) == ({}, [])
    assert answers_about(other.uuid) == given(rows, car=False)


def test_ones_answers_are_in_the_copy_of_ones_data():
    session = SessionFactory()
    rows = asking(session, [MEAL, CAR])
    mine = own(session, answers=given(rows, meal="tout", car=True))
    [export] = [one for one in EXPORTS if one.name == "answers"]
    assert [(row["question"], row["answer"], row["kind"]) for row in export.rows(mine.person)] == [
        (MEAL.text_fr, "Tout", "formation"),
        (CAR.text_fr, "Oui", "formation"),
    ]


def test_two_records_of_one_person_have_all_the_answers():
    kept, dropped = UserFactory(), UserFactory()
    session = SessionFactory()
    rows = asking(session, [CAR])
    made = EnrolmentFactory(session=session, person=dropped)
    answer((ENROLMENT, made.uuid), given(rows, car=True), by=actor_for(dropped), at=NOW)

    merge_people(kept=kept, dropped=dropped, by=actor_for(UserFactory(), "administrator"), at=NOW)

    assert Answer.objects.get().person == kept


def test_lists_say_the_answers_in_one_line_without_the_sensitive_ones():
    session = SessionFactory()
    rows = asking(session, [MEAL, CAR, ALLERGIES])
    made = own(session, answers=given(rows, meal="tout", car=False, allergies="Noix"), consented=True)
    assert spoken([made.uuid]) == {made.uuid: "Que mangez-vous ? Tout ; Venez-vous en voiture ? Non"}


def test_a_reminder_asks_again_while_an_answer_is_missing():
    from training.reminders.mails import meeting_reminder
    from training.reminders.models import Reminder

    session = SessionFactory()
    rows, person = asking(session, [MEAL]), UserFactory()
    made = EnrolmentFactory(session=session, person=person)
    meeting = session.meetings.get()
    about = SimpleNamespace(enrolment=made, meeting=meeting, starts_at=meeting.starts_at)
    reminder = Reminder.objects.create(**vars(about), kind="days", created_at=NOW)
    link = f"/moi/questions/formation/{made.uuid}/"
    assert any(link in said for said in meeting_reminder(reminder.uuid, "fr").paragraphs)

    answer((ENROLMENT, made.uuid), given(rows, meal="tout"), by=actor_for(person), at=NOW)

    assert not any(link in said for said in meeting_reminder(reminder.uuid, "fr").paragraphs)


def test_answers_to_what_is_not_asked_any_more_go_too_when_the_ticket_is_somebody_elses():
    from registrations.colloquium.actions import naming
    from registrations.questions.actions import save_questions

    kind, person = TicketTypeFactory(), UserFactory()
    rows = asking(kind, [CAR, ALLERGIES])
    ticket = kind.tickets.create(colloquium=kind.colloquium, person=person, state="held", created_at=NOW)
    said = given(rows, car=True, allergies="Noix")
    answer(("registrations.ticket", ticket.uuid), said, consented=True, by=actor_for(person), at=NOW)
    save_questions("registrations.tickettype", kind.uuid, [], by=BOTH, at=NOW)
    ticket.ticket_type.refresh_from_db()

    naming._give(ticket, UserFactory(), by=BOTH, at=NOW)

    assert Answer.objects.count() == 0
