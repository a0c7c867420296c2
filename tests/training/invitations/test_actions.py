"""Inviting people: a verdict for each line, then the invitations; reminders, new links, guests who are recognised."""

from datetime import timedelta

import pytest

from registrations.errors import Forbidden
from registrations.groups.models import Group, Mandate
from registrations.messages.actions import record_bounce
from registrations.messages.models import Message
from registrations.people.actions import prove_address
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.training import LEAD, STARTS, EnrolmentFactory, InvitationFactory, SessionFactory
from tests.people import actor_for
from training.invitations import errors
from training.invitations.actions import (
    check_invitations,
    forget_guests,
    invite,
    remind,
    remind_silent,
    send_new_link,
)
from training.invitations.models import Invitation
from training.invitations.queries import Asked, invitation_of, judge, link_of, tally, to_remind
from training.invitations.rules import Whom, read_lines

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(days=10)


@pytest.fixture
def session():
    return SessionFactory(visibility="invitation")


def asked(*lines, **more):
    return Asked(typed=read_lines(lines), **more)


def verdicts(lines):
    return [line.verdict.value for line in lines]


def secret_behind(row):
    return link_of(row).rstrip("/").rsplit("/", 1)[1]


def test_each_line_has_its_verdict_and_nothing_is_written(session):
    invited, seated, gone = UserFactory(), UserFactory(), UserFactory()
    InvitationFactory(session=session, person=invited)
    InvitationFactory(session=session, person=None, address="guest@x.org")
    EnrolmentFactory(session=session, person=seated)
    record_bounce(address=gone.email, kind="hard", by=LEAD, at=NOW)
    known = UserFactory(given_name="Élise", family_name="Roy")
    for _twice in range(2):
        UserFactory(given_name="Jean", family_name="Roy")
    lines = [
        known.email, "new@x.org", invited.email, "GUEST@x.org", seated.email, known.email, gone.email,
        "élise roy", "Roy, Jean", "Zoé Nobody", "nothing here!@", "new@x.org",
    ]  # fmt: skip

    found = check_invitations(session, asked(*lines), answer_by=DUE, by=LEAD, at=NOW)

    assert verdicts(found) == [
        "person", "guest", "invited", "invited", "seated", "twice", "bounced",
        "twice", "several", "unknown", "malformed", "twice",
    ]  # fmt: skip
    assert Invitation.objects.count() == 2


def test_organisations_are_invited_by_post_members_and_groups_by_their_people(session):
    member, other = OrganisationFactory(), OrganisationFactory()
    MembershipFactory(organisation=member)
    director = AffiliationFactory(organisation=member, role="director").person
    manager = AffiliationFactory(organisation=other, role="manager").person
    registrar = AffiliationFactory(organisation=other, is_registrar=True).person
    AffiliationFactory(organisation=member, role="director", verified_at=None)
    group = Group.objects.create(slug="ca", name="CA", kind="board")
    sits = Mandate.objects.create(group=group, person=UserFactory(), starts_on="2026-01-01").person
    Mandate.objects.create(group=group, person=UserFactory(), starts_on="2025-01-01", ends_on="2026-01-01")

    def people(**more):
        return [line.person for line in judge(session, Asked(**more), at=NOW)]

    assert people(members=True, whom=Whom.DIRECTORS) == [director]
    assert people(organisations=[other], whom=Whom.MANAGERS) == [manager]
    assert people(organisations=[other], whom=Whom.REGISTRARS) == [registrar]
    assert people(organisations=[other], whom=Whom.ALL) == [manager, registrar]
    assert people(organisations=[other], whom=Whom.DIRECTORS) == [None]
    assert people(groups=[group]) == [sits]


@pytest.mark.parametrize("count", [1, 40])
def test_judging_costs_the_same_for_one_line_and_for_forty(session, count, django_assert_num_queries):
    people = [UserFactory() for _ in range(count)]

    with django_assert_num_queries(4):
        judge(session, asked(*(person.email for person in people)), at=NOW)


def test_invited_are_told_once_each_in_their_language_with_a_link_of_which_the_hash_is_kept(session):
    person = UserFactory(language="en")

    invite(session, asked(person.email, "new@x.org", "nothing!@"), answer_by=DUE, words="Come.", by=LEAD, at=NOW)
    again = invite(session, asked(person.email, "new@x.org"), answer_by=DUE, by=LEAD, at=NOW)

    rows = list(Invitation.objects.order_by("pk"))
    assert [(row.person, row.address, row.state) for row in rows] == [
        (person, "", "invited"),
        (None, "new@x.org", "invited"),
    ]
    assert verdicts(again) == ["invited", "invited"]
    told = Message.objects.filter(kind="session-invitation").order_by("pk")
    assert [(one.to, one.to_address, one.language) for one in told] == [(person, "", "en"), (None, "new@x.org", "fr")]
    secret = secret_behind(rows[0])
    assert invitation_of(secret) == rows[0]
    assert secret not in str(list(Invitation.objects.values()))


def test_only_the_training_lead_invites_and_only_where_it_makes_sense(session):
    person = UserFactory()
    with pytest.raises(Forbidden):
        invite(session, asked("a@x.org"), answer_by=DUE, by=actor_for(person), at=NOW)
    for session_, due, lines, refusal in (
        (SessionFactory(), DUE, ["a@x.org"], errors.NotByInvitation),
        (session, STARTS + timedelta(minutes=1), ["a@x.org"], errors.AnswerDateOutOfOrder),
        (session, NOW, ["a@x.org"], errors.AnswerDateOutOfOrder),
        (session, DUE, [], errors.NobodyToInvite),
        (SessionFactory(visibility="invitation", state="cancelled"), DUE, ["a@x.org"], errors.NothingToAnswer),
    ):
        with pytest.raises(refusal):
            invite(session_, asked(*lines), answer_by=due, by=LEAD, at=NOW)

    assert not Invitation.objects.exists()


def test_who_has_not_answered_is_reminded_once_on_its_day(session):
    invite(session, asked("a@x.org", "b@x.org", "c@x.org"), answer_by=DUE, by=LEAD, at=NOW)
    said_no = Invitation.objects.get(address="b@x.org")
    Invitation.objects.filter(pk=said_no.pk).update(state="no", answered_at=NOW)
    Invitation.objects.filter(address="c@x.org").update(state="maybe", answered_at=NOW)

    before, on_day = DUE - timedelta(days=3, seconds=1), DUE - timedelta(days=3)
    assert to_remind(at=before, at_most=9) == []
    rows = to_remind(at=on_day, at_most=9)
    assert [row.address for row in rows] == ["a@x.org", "c@x.org"]
    assert [remind_silent(rows, by=LEAD, at=on_day), remind_silent(rows, by=LEAD, at=on_day)] == [2, 0]
    assert to_remind(at=on_day, at_most=9) == []
    assert Message.objects.filter(kind="session-invitation-reminder").count() == 2


def test_reminder_by_hand_is_for_who_has_not_answered_and_not_twice_a_day(session):
    row = InvitationFactory(session=session)
    remind(row, by=LEAD, at=NOW)

    with pytest.raises(errors.RemindedToday):
        remind(row, by=LEAD, at=NOW)
    Invitation.objects.filter(pk=row.pk).update(state="yes", answered_at=NOW)
    with pytest.raises(errors.AlreadyAnswered):
        remind(row, by=LEAD, at=NOW + timedelta(days=1))


def test_new_link_replaces_the_other_and_opens_again_what_was_overdue(session):
    row = InvitationFactory(session=session, answer_by=NOW - timedelta(hours=1))
    before = secret_behind(row)

    fresh = send_new_link(row, answer_by=DUE, by=LEAD, at=NOW)

    assert invitation_of(secret_behind(fresh)) == row
    assert fresh.answer_by == DUE
    with pytest.raises(errors.UnknownInvitation):
        invitation_of(before)
    assert Message.objects.filter(kind="session-invitation").count() == 1


def test_guest_who_proves_the_address_finds_the_invitation_among_their_own(session):
    row = InvitationFactory(session=session, person=None, address="ana@x.org")
    person = UserFactory(email=None)

    prove_address(person, email="ana@x.org", by=actor_for(person), at=NOW)

    row.refresh_from_db()
    assert (row.person, row.address) == (person, "")


def test_addresses_of_guests_without_a_seat_are_forgotten_a_month_after(session):
    row = InvitationFactory(session=session, person=None, address="ana@x.org", name="Ana Roy")
    late = session.ends_at + timedelta(days=31)

    assert forget_guests(LEAD, session.ends_at + timedelta(days=29)) == 0
    assert forget_guests(LEAD, late) == 1

    row.refresh_from_db()
    assert (row.address, row.name, row.forgotten_at) == ("", "", late)
    with pytest.raises(errors.UnknownInvitation):
        invitation_of(secret_behind(row))


def test_tally_counts_who_comes_who_is_seated_and_who_let_the_time_pass(session):
    for state in ("yes", "yes", "no", "maybe"):
        InvitationFactory(session=session, state=state, answered_at=NOW)
    seated = InvitationFactory(session=session, state="yes", answered_at=NOW)
    EnrolmentFactory(session=session, person=seated.person)
    InvitationFactory(session=session, person=None, address="a@x.org")
    InvitationFactory(session=session, answer_by=NOW - timedelta(hours=1))
    InvitationFactory(session=session, state="revoked", revoked_at=NOW)

    stands = tally(session, at=NOW)

    assert (stands.invited, stands.yes, stands.no, stands.maybe, stands.silent) == (7, 3, 1, 1, 1)
    assert (stands.expired, stands.revoked, stands.seated, stands.in_line, stands.guests) == (1, 1, 1, 0, 1)


def test_session_in_draft_invites_nobody_since_nothing_would_leave(session):
    type(session).objects.filter(pk=session.pk).update(state="draft")
    session.refresh_from_db()

    with pytest.raises(errors.NotPublishedYet):
        invite(session, asked("ana@x.org"), answer_by=DUE, by=LEAD, at=NOW)
    assert Invitation.objects.count() == 0


def test_nobody_is_asked_for_an_answer_after_the_registration(session):
    """A yes would be refused, as any registration then."""
    late = session.closes_at + timedelta(minutes=1)
    assert late < session.starts_at
    with pytest.raises(errors.AnswerDateOutOfOrder):
        invite(session, asked("ana@x.org"), answer_by=late, by=LEAD, at=NOW)
    row = InvitationFactory(session=session)
    with pytest.raises(errors.AnswerDateOutOfOrder):
        send_new_link(row, answer_by=late, by=LEAD, at=NOW)
    assert send_new_link(row, answer_by=session.closes_at, by=LEAD, at=NOW).turn == 1
