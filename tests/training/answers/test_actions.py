"""Answering: the seat goes with the answer, a guest becomes a person, a withdrawn invitation gives its seat back."""

from datetime import timedelta

import pytest

from registrations.errors import Forbidden, NotFound, WrongState
from registrations.messages.models import Message
from registrations.people.models import User
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, SeatPoolFactory, UserFactory
from tests.factories.training import LEAD, InvitationFactory, SessionFactory, member_person
from tests.people import actor_for
from training.answers.actions import Guest, answer, withdraw
from training.enrolments.actions import cancel_enrolment, enrol, move_enrolment
from training.enrolments.errors import AlreadyEnrolled, Overlapping, PaidSession, TermsToAccept
from training.invitations import errors
from training.models import Enrolment, Invitation

pytestmark = pytest.mark.django_db
ANA = Guest("Ana", "Roy", "ana@x.org")


def seats(session):
    return [(row.person, row.state) for row in Enrolment.objects.live().filter(session=session).order_by("pk")]


def state_of(row):
    return Invitation.objects.get(pk=row.pk).state


def test_yes_registers_by_the_one_action_and_another_answer_gives_the_seat_up():
    row = InvitationFactory()

    answer(row, "yes", at=NOW)
    assert (state_of(row), seats(row.session)) == ("yes", [(row.person, "confirmed")])
    answer(row, "maybe", at=NOW)
    assert (state_of(row), seats(row.session)) == ("maybe", [])
    answer(row, "yes", at=NOW)
    answer(row, "no", at=NOW)
    assert (state_of(row), seats(row.session)) == ("no", [])
    assert miscounted_pools() == []


def test_same_answer_twice_changes_nothing():
    row = InvitationFactory()
    for _twice in range(2):
        answer(row, "yes", at=NOW)

    assert seats(row.session) == [(row.person, "confirmed")]
    assert Message.objects.filter(kind="enrolment-confirmed").count() == 1


def test_every_rule_of_registration_holds_for_the_invited():
    clashing = SessionFactory()
    row = InvitationFactory()
    enrol(session=clashing, person=row.person, by=actor_for(row.person), at=NOW)
    with pytest.raises(Overlapping):
        answer(row, "yes", at=NOW)
    terms = InvitationFactory(session__activity__programme__terms="Be there.", session__days=3)
    with pytest.raises(TermsToAccept):
        answer(terms, "yes", at=NOW)
    answer(terms, "yes", accepted=True, at=NOW)

    assert (state_of(row), state_of(terms)) == ("invited", "yes")


def test_full_session_puts_the_invited_in_line():
    session = SessionFactory(visibility="invitation", pool=SeatPoolFactory(capacity=1))
    first, second = InvitationFactory(session=session), InvitationFactory(session=session)
    for row in (first, second):
        answer(row, "yes", at=NOW)

    assert seats(session) == [(first.person, "confirmed"), (second.person, "waitlisted")]
    answer(first, "no", at=NOW)
    assert seats(session) == [(second.person, "offered")]


def test_guest_says_who_they_are_and_is_seated_without_an_account():
    row = InvitationFactory(person=None, address="ana@x.org")
    with pytest.raises(errors.NameNeeded):
        answer(row, "yes", guest=Guest("", "Roy", "ana@x.org"), at=NOW)

    answer(row, "yes", guest=ANA, at=NOW)

    row.refresh_from_db()
    assert (row.person.get_full_name(), row.person.contact_email, row.person.email) == ("Ana Roy", "ana@x.org", None)
    assert (row.state, row.address) == ("yes", "")
    assert seats(row.session) == [(row.person, "confirmed")]
    confirmed = Message.objects.get(kind="enrolment-confirmed")
    assert confirmed.to == row.person


def test_guest_who_cannot_come_gives_no_name_and_makes_no_record():
    row, before = InvitationFactory(person=None, address="ana@x.org"), User.objects.count()

    answer(row, "no", at=NOW)

    assert (state_of(row), User.objects.count()) == ("no", before)


def test_guest_invited_twice_has_one_record():
    for days in (0, 3):
        row = InvitationFactory(person=None, address="ana@x.org", session__days=days)
        answer(row, "yes", guest=ANA, at=NOW)

    assert User.objects.filter(contact_email="ana@x.org").count() == 1


def test_address_that_a_guest_types_never_seats_the_owner_of_that_address():
    owner = UserFactory(given_name="Ana", family_name="Roy", email="owner@x.org")
    row = InvitationFactory(person=None, address="ana@x.org")

    answer(row, "yes", guest=Guest("Ana", "Roy", "owner@x.org"), at=NOW)

    ((person, _state),) = seats(row.session)
    assert person != owner
    assert person.email is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"answer_by": NOW}, errors.AnswerOverdue),
        ({"state": "revoked", "revoked_at": NOW}, errors.InvitationWithdrawn),
    ],
)
def test_nobody_answers_once_it_is_overdue_or_withdrawn(changes, refusal):
    row = InvitationFactory()
    Invitation.objects.filter(pk=row.pk).update(**changes)

    for reply in ("yes", "no", "maybe"):
        with pytest.raises(refusal):
            answer(row, reply, at=NOW)
    assert seats(row.session) == []


@pytest.mark.parametrize("changes", [{"state": "cancelled"}, {"starts_at": NOW}])
def test_nobody_answers_for_a_session_that_is_cancelled_or_has_begun(changes):
    row = InvitationFactory()
    type(row.session).objects.filter(pk=row.session_id).update(**changes)

    with pytest.raises(errors.NothingToAnswer):
        answer(row, "yes", at=NOW)


def test_invited_person_registers_on_the_page_and_the_answer_follows():
    row = InvitationFactory()

    seat = enrol(session=row.session, person=row.person, by=actor_for(row.person), at=NOW)
    assert state_of(row) == "yes"
    cancel_enrolment(seat, by=actor_for(row.person), at=NOW)
    assert state_of(row) == "no"


def test_overdue_or_withdrawn_invitation_registers_nobody():
    late = InvitationFactory(answer_by=NOW)
    gone = InvitationFactory(state="revoked", revoked_at=NOW)

    with pytest.raises(errors.AnswerOverdue):
        enrol(session=late.session, person=late.person, by=actor_for(late.person), at=NOW)
    with pytest.raises(NotFound):
        enrol(session=gone.session, person=gone.person, by=actor_for(gone.person), at=NOW)


def test_registrar_registers_an_invited_colleague_and_nobody_else():
    registrar = member_person(is_registrar=True)
    organisation = registrar.affiliations.get().organisation
    invited, other = (AffiliationFactory(organisation=organisation).person for _ in range(2))
    row = InvitationFactory(person=invited)

    enrol(session=row.session, person=invited, by=actor_for(registrar), at=NOW)
    with pytest.raises(NotFound):
        enrol(session=row.session, person=other, by=actor_for(registrar), at=NOW)

    assert seats(row.session) == [(invited, "confirmed")]


def test_seat_that_is_left_for_another_session_is_an_answer():
    row = InvitationFactory()
    answer(row, "yes", at=NOW)
    elsewhere = SessionFactory(activity=row.session.activity, days=4)

    move_enrolment(Enrolment.objects.get(), to=elsewhere, by=actor_for(row.person), at=NOW)

    assert state_of(row) == "no"


def test_withdrawn_invitation_gives_its_seat_up_and_says_so():
    row, other = InvitationFactory(), InvitationFactory(person=None, address="ana@x.org")
    answer(row, "yes", at=NOW)

    with pytest.raises(Forbidden):
        withdraw(row, by=actor_for(row.person), at=NOW)
    for each in (row, other):
        withdraw(each, by=LEAD, at=NOW)
    with pytest.raises(WrongState):
        withdraw(row, by=LEAD, at=NOW)

    assert (state_of(row), seats(row.session)) == ("revoked", [])
    assert Message.objects.filter(kind="session-invitation-withdrawn").count() == 2
    assert Message.objects.filter(kind="enrolment-cancelled").count() == 1
    assert miscounted_pools() == []


def test_paid_session_is_ordered_by_the_invited():
    row = InvitationFactory(session__price_cents=5_000)

    with pytest.raises(PaidSession):
        answer(row, "yes", at=NOW)
    answer(row, "maybe", at=NOW)

    assert state_of(row) == "maybe"


def test_account_that_proved_the_address_answers_by_the_link_as_itself():
    person = UserFactory(email="ana@x.org")
    person.emailaddress_set.update_or_create(email="ana@x.org", defaults={"verified": True, "primary": True})
    row = InvitationFactory(person=None, address="ana@x.org")

    answer(row, "yes", at=NOW)

    assert seats(row.session) == [(person, "confirmed")]


def test_seat_that_the_team_gave_answers_the_invitation():
    row = InvitationFactory()
    enrol(session=row.session, person=row.person, by=LEAD, at=NOW + timedelta(minutes=1))

    assert state_of(row) == "yes"
    with pytest.raises(AlreadyEnrolled):
        enrol(session=row.session, person=row.person, by=actor_for(row.person), at=NOW)
