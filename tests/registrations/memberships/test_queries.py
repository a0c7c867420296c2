"""Standing, rule by rule; `test_oracle.py` compares it with a brute-force reading of made-up lives."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group as Team
from django.contrib.auth.models import Permission

from registrations.actors import Actor
from registrations.memberships.queries import organisation_of, people_managed_by, standing
from tests.factories.registrations import (
    AffiliationFactory,
    GroupFactory,
    MandateFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_standing_of_a_visitor_is_public():
    assert standing(None, on=DAY).audiences == {"public"}


def test_standing_of_an_inactive_person_is_public():
    affiliation = AffiliationFactory(person__is_active=False)
    MembershipFactory(organisation=affiliation.organisation)
    assert standing(affiliation.person, on=DAY).audiences == {"public"}


def test_standing_without_affiliation_is_an_account():
    assert standing(UserFactory(), on=DAY).audiences == {"public", "account"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("practitioner", {"member"}),
        ("administrative", {"member"}),
        ("manager", {"member", "manager"}),
        ("director", {"member", "manager", "director"}),
    ],
)
def test_standing_follows_the_role_in_a_member_organisation(role, expected):
    affiliation = AffiliationFactory(role=role)
    MembershipFactory(organisation=affiliation.organisation)
    assert standing(affiliation.person, on=DAY).audiences == {"public", "account"} | expected


def test_standing_when_affiliation_is_not_verified_gives_nothing():
    affiliation = AffiliationFactory(role="director", verified_at=None, is_registrar=True)
    MembershipFactory(organisation=affiliation.organisation)
    found = standing(affiliation.person, on=DAY)
    assert (found.audiences, found.managed) == ({"public", "account"}, ())


@pytest.mark.parametrize(
    ("day", "member"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 6, 29), True),
        (date(2027, 6, 30), False),
    ],
)
def test_standing_ends_with_the_grace_of_the_membership(day, member):
    affiliation = AffiliationFactory()
    MembershipFactory(organisation=affiliation.organisation)
    assert standing(affiliation.person, on=day).is_member is member


@pytest.mark.parametrize(("day", "member"), [(date(2026, 11, 19), True), (DAY, False)])
def test_standing_ends_with_the_affiliation(day, member):
    affiliation = AffiliationFactory(ends_on=DAY)
    MembershipFactory(organisation=affiliation.organisation)
    assert standing(affiliation.person, on=day).is_member is member


@pytest.mark.parametrize("state", ["requested", "admitted", "refused", "cancelled"])
def test_standing_needs_an_active_membership(state):
    affiliation = AffiliationFactory()
    MembershipFactory(organisation=affiliation.organisation, state=state)
    assert standing(affiliation.person, on=DAY).is_member is False


def test_standing_of_board_and_groups():
    person = UserFactory()
    MandateFactory(person=person, group=GroupFactory(slug="ca", kind="board"))
    MandateFactory(person=person, group=GroupFactory(slug="emploi"))
    MandateFactory(person=person, group=GroupFactory(slug="ancien"), ends_on=DAY)
    MandateFactory(person=person, group=GroupFactory(slug="clos", archived_at=datetime(2026, 5, 1, tzinfo=UTC)))
    assert standing(person, on=DAY).audiences == {"public", "account", "board", "group:ca", "group:emploi"}


def test_standing_of_the_team_is_the_right_to_open_the_admin():
    with_right, without = Team.objects.create(name="permanence"), Team.objects.create(name="accueil")
    with_right.permissions.add(Permission.objects.get(codename="access_admin"))
    colleague, helper = UserFactory(), UserFactory()
    colleague.groups.add(with_right)
    helper.groups.add(without)
    assert [standing(p, on=DAY).is_team for p in (colleague, helper)] == [True, False]


def test_standing_names_what_each_audience_rests_on():
    affiliation = AffiliationFactory(role="manager")
    membership = MembershipFactory(organisation=affiliation.organisation)
    found = standing(affiliation.person, on=DAY)
    assert {(r.audience, r.uuid) for r in found.reasons} == {
        ("member", membership.uuid),
        ("manager", affiliation.uuid),
    }
    assert [(b.organisation, b.membership, b.in_good_standing) for b in found.organisations] == [
        (affiliation.organisation, membership, True)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_standing_takes_three_queries(count, django_assert_num_queries):
    person = UserFactory()
    for affiliation in AffiliationFactory.create_batch(count, person=person):
        MembershipFactory(organisation=affiliation.organisation)
        MandateFactory(person=person)
    with django_assert_num_queries(3):
        found = standing(person, on=DAY)
        assert len(found.organisations) == count


def test_organisation_of_prefers_a_verified_post_in_a_member_organisation():
    person = UserFactory()
    AffiliationFactory(person=person, verified_at=None, starts_on=date(2018, 1, 1))
    AffiliationFactory(person=person, starts_on=date(2019, 1, 1))
    member = AffiliationFactory(person=person, starts_on=date(2021, 1, 1))
    MembershipFactory(organisation=member.organisation)
    assert organisation_of(person, on=DAY).affiliation == member
    assert organisation_of(UserFactory(), on=DAY) is None


def test_people_managed_by_a_registrar_are_the_live_staff_of_their_organisation():
    registrar = AffiliationFactory(is_registrar=True)
    colleague = AffiliationFactory(organisation=registrar.organisation, verified_at=None)
    AffiliationFactory(organisation=registrar.organisation, ends_on=DAY)
    AffiliationFactory()
    by = Actor(person=registrar.person)
    assert people_managed_by(by, on=DAY) == {registrar.person_id, colleague.person_id}
    assert people_managed_by(Actor(person=colleague.person), on=DAY) == frozenset()
    assert people_managed_by(Actor.system("sweep"), on=DAY) == frozenset()
