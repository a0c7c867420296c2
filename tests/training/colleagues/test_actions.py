"""Registering colleagues: a verdict per cell, then one registration per cell, once."""

from datetime import timedelta

import pytest

from registrations.messages.models import Message
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.training import SessionFactory
from tests.people import actor_for
from training.colleagues.actions import apply_cells, check_colleagues, forget_lists, start_applying, wishes_for
from training.colleagues.errors import AppliedAlready, NobodyChosen, TooManyChosen
from training.colleagues.models import ColleagueBatch
from training.colleagues.queries import Wish
from training.colleagues.rules import Named
from training.enrolments.actions import cancel_enrolment, enrol
from training.enrolments.errors import NotYourPerson
from training.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_seat_adds_up():
    yield
    assert miscounted_pools() == []


@pytest.fixture
def centre():
    organisation = OrganisationFactory()
    MembershipFactory(organisation=organisation)
    return organisation


@pytest.fixture
def me(centre):
    return actor_for(AffiliationFactory(organisation=centre, is_registrar=True).person)


def staff(organisation, count):
    return [AffiliationFactory(organisation=organisation).person for _ in range(count)]


def verdicts(batch):
    return list(batch.cells.order_by("pk").values_list("verdict", flat=True))


def states(batch):
    return list(batch.cells.order_by("pk").values_list("state", flat=True))


def test_each_cell_has_its_verdict_and_nothing_else_is_written(centre, me):
    people = staff(centre, 4)
    capped = SessionFactory(cap_per_organisation=2, activity__programme__members_only=True)
    clashing, small = SessionFactory(), SessionFactory(days=1, pool__capacity=1)
    paid, later = SessionFactory(days=2, price_cents=5000), SessionFactory(days=3, opens_at=NOW + timedelta(days=1))
    enrol(session=small, person=people[0], by=me, at=NOW)
    small.pool.refresh_from_db()
    wishes = [Wish(capped, person) for person in people[:3]]
    wishes += [Wish(clashing, people[0]), Wish(small, people[0]), Wish(small, people[1]), Wish(paid, people[0])]
    wishes += [Wish(later, people[0]), *wishes_for(centre, [clashing], [Named("z@exemple.test", "Zoé", "Roy")], at=NOW)]
    wishes += wishes_for(centre, [clashing], [Named("y@exemple.test")], at=NOW)

    batch = check_colleagues(centre, wishes, by=me, at=NOW)

    expected = ["ok", "ok", "over_cap", "clash", "already", "waits", "paid", "refused", "invited", "nameless"]
    assert (verdicts(batch), Enrolment.objects.count()) == (expected, 1)
    assert "ouvr" in batch.cells.get(verdict="refused").reason or "open" in batch.cells.get(verdict="refused").reason


def test_applying_registers_under_the_registrars_organisation_and_twice_changes_nothing(centre, me):
    one, two = staff(centre, 2)
    AffiliationFactory(person=one, organisation=OrganisationFactory(), starts_on=NOW.date() - timedelta(days=900))
    session = SessionFactory(pool__capacity=2)
    wishes = [Wish(session, one), Wish(session, two)]
    wishes += wishes_for(centre, [session], [Named("z@exemple.test", "Zoé", "Roy")], at=NOW)
    batch = check_colleagues(centre, wishes, by=me, at=NOW)

    start_applying(batch, by=me, at=NOW)
    assert (apply_cells(batch, by=me, at=NOW), apply_cells(batch, by=me, at=NOW)) == (3, 0)

    rows = Enrolment.objects.order_by("pk")
    assert [row.state for row in rows] == ["confirmed", "confirmed", "waitlisted"]
    assert {(row.organisation, row.registered_by) for row in rows} == {(centre, me.person)}
    assert (states(batch), ColleagueBatch.objects.get().state) == (["done"] * 3, "applied")
    assert Message.objects.filter(kind="staff-invitation").count() == 1
    with pytest.raises(AppliedAlready):
        start_applying(batch, by=me, at=NOW)


def test_what_the_world_refused_meanwhile_is_said_and_the_others_stand(centre, me):
    one, two = staff(centre, 2)
    session = SessionFactory()
    batch = check_colleagues(centre, [Wish(session, one), Wish(session, two)], by=me, at=NOW)
    enrol(session=session, person=one, by=me, at=NOW)

    start_applying(batch, by=me, at=NOW)
    apply_cells(batch, by=me, at=NOW)

    assert states(batch) == ["refused", "done"]
    assert batch.cells.get(state="refused").reason


def test_the_same_person_in_two_sessions_is_added_to_the_list_once(centre, me):
    sessions = [SessionFactory(), SessionFactory(days=1)]
    batch = check_colleagues(
        centre, wishes_for(centre, sessions, [Named("z@exemple.test", "Zoé", "Roy")], at=NOW), by=me, at=NOW
    )
    start_applying(batch, by=me, at=NOW)

    assert (apply_cells(batch, by=me, at=NOW), centre.affiliations.filter(person__family_name="Roy").count()) == (2, 1)


def test_strangers_register_nobody_and_a_list_has_its_size(centre, me):
    session, person = SessionFactory(), staff(centre, 1)[0]
    with pytest.raises(NotYourPerson):
        check_colleagues(centre, [Wish(session, person)], by=actor_for(UserFactory()), at=NOW)
    with pytest.raises(NobodyChosen):
        check_colleagues(centre, [], by=me, at=NOW)
    many = [Named(f"p{n}@exemple.test", "P", "R") for n in range(201)]
    with pytest.raises(TooManyChosen):
        check_colleagues(centre, wishes_for(centre, [session], many, at=NOW), by=me, at=NOW)


def test_lists_are_forgotten_after_thirty_days_and_registrations_stay(centre, me):
    person = staff(centre, 1)[0]
    batch = check_colleagues(centre, [Wish(SessionFactory(), person)], by=me, at=NOW)
    start_applying(batch, by=me, at=NOW)
    apply_cells(batch, by=me, at=NOW)

    assert (forget_lists(at=NOW + timedelta(days=30)), forget_lists(at=NOW + timedelta(days=31))) == (0, 1)
    assert Enrolment.objects.count() == 1
    cancel_enrolment(Enrolment.objects.get(), by=me, at=NOW)
