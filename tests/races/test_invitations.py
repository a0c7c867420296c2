"""Answers that cross: one link twice at once, an answer and a withdrawal, two invited people and the last seat."""

import pytest

from registrations.errors import DomainError
from registrations.people.models import User
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, SeatPoolFactory
from tests.factories.training import LEAD, InvitationFactory, SessionFactory
from tests.races.test_enrolments import at_once, crowd
from training.answers.actions import Guest, answer, withdraw
from training.enrolments.models import Enrolment
from training.invitations.models import Invitation

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ANA = Guest("Ana", "Roy", "ana@x.org")


def answering(row, reply="yes", guest=None):
    def act():
        try:
            return str(answer(Invitation.objects.get(pk=row.pk), reply, guest=guest, at=NOW).state)
        except DomainError as refusal:
            return refusal.code

    return act


def withdrawing(row):
    def act():
        try:
            return str(withdraw(Invitation.objects.get(pk=row.pk), by=LEAD, at=NOW).state)
        except DomainError as refusal:
            return refusal.code

    return act


def test_one_link_of_a_guest_answered_many_times_at_once_seats_one_person():
    for time in range(crowd(6, 2)):
        row = InvitationFactory(person=None, address="ana@x.org", session__days=3 * time)
        before = User.objects.count()

        assert set(at_once([answering(row, guest=ANA)] * 6, threads=6)) == {"yes"}

        assert Enrolment.objects.live().filter(session=row.session).count() == 1
        assert User.objects.count() - before <= 1
    assert miscounted_pools() == []


def test_answer_and_withdrawal_at_once_leave_no_seat():
    for time in range(crowd(8, 2)):
        row = InvitationFactory()
        guest = InvitationFactory(person=None, address="ana@x.org", session__days=3 * time)

        found = at_once([answering(row), withdrawing(row), answering(guest, guest=ANA), withdrawing(guest)], threads=4)

        assert (found[1], found[3]) == ("revoked", "revoked")
        for each in (row, guest):
            assert Invitation.objects.get(pk=each.pk).state == "revoked"
            assert not Enrolment.objects.live().filter(session=each.session).exists()
    assert miscounted_pools() == []


def test_two_invited_people_and_one_seat_make_one_seat_and_one_in_line():
    for _time in range(crowd(8, 2)):
        session = SessionFactory(visibility="invitation", pool=SeatPoolFactory(capacity=1))
        rows = [InvitationFactory(session=session) for _ in range(2)]

        assert at_once([answering(row) for row in rows], threads=2) == ["yes", "yes"]

        states = Enrolment.objects.filter(session=session).values_list("state", flat=True)
        assert sorted(states) == ["confirmed", "waitlisted"]
    assert miscounted_pools() == []
