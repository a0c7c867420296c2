"""What happens around an invitation: questions, replacements, sessions that change their visibility, seats that go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.messages.models import Message
from registrations.messages.registry import MAILS
from tests.factories.questions import MEAL, WHY, asking, given
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory
from tests.factories.training import LEAD, EnrolmentFactory, InvitationFactory, SessionFactory
from tests.people import actor_for
from tests.training.answers.test_portal import invited, path_of, state_of
from training.answers.actions import answer, withdraw
from training.enrolments.actions import enrol, replace_person
from training.enrolments.rules import EnrolmentState
from training.invitations.actions import invite, remind
from training.invitations.errors import AlreadyAnswered, InvitedOnly
from training.invitations.queries import Asked, to_remind
from training.invitations.rules import read_lines
from training.models import Enrolment, Session

pytestmark = pytest.mark.django_db


def test_the_invited_who_come_by_the_api_answer_what_is_required(client):
    mine = invited()
    rows = asking(mine.session, [MEAL])
    client.force_login(mine.person)
    address = f"/api/v1/me/invitations/{mine.uuid}/answer"

    refused = client.post(address, {"answer": "yes"}, content_type="application/json")
    assert (refused.status_code, Enrolment.objects.count()) == (422, 0)
    assert [error["code"] for error in refused.json()["errors"]] == ["missing"]
    done = client.post(address, {"answer": "yes", "answers": given(rows, meal="tout")}, content_type="application/json")
    assert (done.status_code, done.json()["state"]) == (200, "yes")
    assert client.post(address, {"answer": "no"}, content_type="application/json").status_code == 200


def colleagues():
    """An organisation with its registrar, and two of its staff."""
    organisation = OrganisationFactory()
    keeper = AffiliationFactory(organisation=organisation, is_registrar=True).person
    one, two = (AffiliationFactory(organisation=organisation).person for _ in range(2))
    return organisation, actor_for(keeper), one, two


def test_a_seat_of_the_invited_is_handed_by_a_registrar_to_the_invited_alone():
    organisation, keeper, one, two = colleagues()
    session = SessionFactory(visibility="invitation")
    InvitationFactory(session=session, person=one, state="yes", answered_at=NOW)
    row = EnrolmentFactory(session=session, person=one, organisation=organisation)

    with pytest.raises(InvitedOnly):
        replace_person(row, person=two, by=keeper, at=NOW)


def test_answers_follow_the_seat_that_is_handed_over():
    _organisation, keeper, one, two = colleagues()
    session = SessionFactory(visibility="invitation")
    first = InvitationFactory(session=session, person=one)
    second = InvitationFactory(session=session, person=two, remind_at=NOW)
    row = enrol(session=session, person=one, by=actor_for(one), at=NOW)

    replace_person(row, person=two, by=keeper, at=NOW)

    assert (state_of(first), state_of(second)) == ("no", "yes")
    assert to_remind(at=NOW + timedelta(days=1), at_most=9) == []


def test_nobody_who_has_a_seat_is_reminded_to_answer():
    now = timezone.now()
    row, silent = invited(remind_at=now), invited(remind_at=now)
    Session.objects.filter(pk=row.session_id).update(visibility="public")
    row.session.refresh_from_db()
    mail = MAILS["session-invitation-reminder"].render
    assert (mail(row.uuid, "fr") is not None, len(to_remind(at=now, at_most=9))) == (True, 2)

    enrol(session=row.session, person=row.person, by=actor_for(row.person), at=now)

    assert to_remind(at=now, at_most=9) == [silent]
    assert mail(row.uuid, "fr") is None
    with pytest.raises(AlreadyAnswered):
        remind(row, by=LEAD, at=now)


def test_conditions_hide_questions_on_the_page_of_the_link_too(client):
    row = invited()
    path = path_of(row)
    assert "scripts/questions.js" not in client.get(path).content.decode()
    asking(row.session, [MEAL, WHY])

    assert "scripts/questions.js" in client.get(path).content.decode()


def test_withdrawing_once_it_has_begun_leaves_the_seat_that_was_taken():
    """Attendance may not be noted yet: the report would lose who came."""
    row = InvitationFactory()
    answer(row, "yes", at=NOW)

    withdraw(row, by=LEAD, at=row.session.starts_at)

    assert (state_of(row), Enrolment.objects.get().state) == ("revoked", "confirmed")
    assert not Message.objects.filter(kind="enrolment-cancelled").exists()


def test_who_said_yes_and_lost_the_seat_reads_so_among_their_invitations(client):
    row = invited(state="yes", answered_at=timezone.now())
    client.force_login(row.person)
    assert "Sans place" in client.get("/moi/invitations/").content.decode()
    EnrolmentFactory(session=row.session, person=row.person)

    assert "Sans place" not in client.get("/moi/invitations/").content.decode()


@pytest.mark.parametrize(
    ("state", "name"), [("waitlisted", "queue"), ("offered", "offer_ends_at"), ("reserved", "reserved_until")]
)
def test_each_kind_of_place_is_named_among_ones_invitations(client, state, name):
    row = invited(state="yes", answered_at=timezone.now())
    more = {name: row.session.pool if name == "queue" else row.answer_by}
    EnrolmentFactory(session=row.session, person=row.person, state=state, **more)
    client.force_login(row.person)

    page = client.get("/moi/invitations/").content.decode()

    assert [one for one in EnrolmentState if f">{one.label}<" in page] == [state]


def test_paragraphs_of_the_team_are_paragraphs_of_the_mail(client):
    now = timezone.now()
    session = invited().session
    said = Asked(typed=read_lines(["ana@x.org"]))
    invite(session, said, answer_by=now + timedelta(days=3), words="Bonjour.\r\n\r\nÀ bientôt.", by=LEAD, at=now)

    mail = MAILS["session-invitation"].render(session.invitations.get(address="ana@x.org").uuid, "fr")

    assert ("Bonjour." in mail.paragraphs, "À bientôt." in mail.paragraphs) == (True, True)
