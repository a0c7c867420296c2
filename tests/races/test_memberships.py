"""Two people open years or memberships that meet, at the same moment: one of them is refused, politely."""

from collections import Counter
from datetime import date

import pytest

from registrations.actors import Actor
from registrations.memberships.actions import admit, open_year, record_membership, withdraw_application
from registrations.models import Membership, MembershipYear
from tests.factories.registrations import (
    NOW,
    AdmissionCriterionFactory,
    MembershipCategoryFactory,
    MembershipYearFactory,
    OrganisationFactory,
    UserFactory,
    apply,
    study_all,
)
from tests.people import actor_for
from tests.races.test_orders import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TEAM = Actor.system("tests")


def test_years_opened_at_once_never_overlap():
    def opening(month):
        days = {"starts_on": date(2026, month, 1), "ends_on": date(2027, month, 1)}
        return lambda: open_year(label=f"mois {month}", **days, by=TEAM, at=NOW).label

    found = Counter(at_once([opening(month) for month in range(1, 13)], threads=12))

    assert (MembershipYear.objects.count(), found["membership-year-overlaps"]) == (1, 11)


def test_memberships_recorded_at_once_never_overlap():
    organisation, category = OrganisationFactory(), MembershipCategoryFactory()
    years = [
        MembershipYearFactory(label=str(n), starts_on=date(2000 + n, 4, 1), ends_on=date(2001 + n, 4, 1))
        for n in range(4)
    ]

    def recording(year):
        return lambda: (
            record_membership(
                organisation=organisation, year=year, category=category, state="active", by=TEAM, at=NOW
            ).state
        )

    found = Counter(at_once([recording(year) for year in years * 4]))

    assert found == {"active": 4, "already-member": 12}
    assert Membership.objects.count() == 4


def test_an_organisation_applies_once_however_often_one_clicks():
    MembershipYearFactory()
    AdmissionCriterionFactory()
    organisation, category, person = OrganisationFactory(), MembershipCategoryFactory(), UserFactory()

    found = Counter(at_once([lambda: apply(person, category, subject=organisation).membership.state] * 8))

    assert found == {"requested": 1, "already-member": 7}


def test_admitted_and_withdrawn_at_once_is_one_of_the_two():
    MembershipYearFactory()
    AdmissionCriterionFactory()
    person = UserFactory()
    application = apply(person, MembershipCategoryFactory())
    study_all(application)
    decided = {"membership": application.membership, "resolution": "CA-1", "resolved_on": NOW.date()}

    found = at_once(
        [
            lambda: admit(**decided, by=TEAM, at=NOW).state,
            lambda: withdraw_application(application=application, by=actor_for(person), at=NOW).membership.state,
        ]
    )

    assert sorted(found) in (
        ["admitted", "application-closed"],
        ["requested", "wrong-state"],
        ["cancelled", "wrong-state"],
    )
    application.membership.refresh_from_db()
    assert application.membership.state in ("admitted", "cancelled")
