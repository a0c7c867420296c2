"""What memberships do when two records are one."""

from datetime import date

import pytest

from registrations.actors import Actor
from registrations.memberships.errors import MembershipsContradict, OverlappingMembership
from registrations.memberships.merging import move_applications, move_memberships
from registrations.models import Membership
from tests.factories.registrations import (
    NOW,
    AdmissionCriterionFactory,
    MembershipFactory,
    MembershipYearFactory,
    OrganisationFactory,
    UserFactory,
    apply,
)

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")


def test_memberships_that_meet_in_different_years_are_not_merged():
    first = MembershipFactory()
    year = MembershipYearFactory(label="autre", starts_on=date(2027, 4, 1), ends_on=date(2028, 4, 1))
    other = MembershipFactory(
        year=year, starts_on=date(2027, 3, 1), ends_on=date(2028, 4, 1), lapses_on=date(2028, 5, 1)
    )
    with pytest.raises(OverlappingMembership):
        move_memberships(first.organisation, other.organisation, TEAM, NOW)
    with pytest.raises(MembershipsContradict):
        move_memberships(first.organisation, MembershipFactory().organisation, TEAM, NOW)


def test_memberships_that_follow_each_other_move():
    first = MembershipFactory()
    year = MembershipYearFactory(label="autre", starts_on=date(2027, 4, 1), ends_on=date(2028, 4, 1))
    dates = {"starts_on": date(2027, 4, 1), "ends_on": date(2028, 4, 1), "lapses_on": date(2028, 5, 1)}
    other = MembershipFactory(year=year, **dates)
    move_memberships(first.organisation, other.organisation, TEAM, NOW)
    assert Membership.objects.filter(organisation=first.organisation).count() == 2


def test_applications_move_to_the_person_who_stays():
    MembershipYearFactory()
    application = apply(UserFactory(), AdmissionCriterionFactory().category, subject=OrganisationFactory())
    kept = UserFactory()
    move_applications(kept, application.applicant, TEAM, NOW)
    application.refresh_from_db()
    assert application.applicant == kept
