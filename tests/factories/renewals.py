"""The smallest valid rows of a renewal: a scale, last year's member, its campaign and its declaration."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from registrations.models import Campaign, Declaration, DuesBracket, DuesScale
from registrations.renewals.actions import save_part
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MembershipCategoryFactory,
    MembershipFactory,
    MembershipYearFactory,
)
from tests.factories.sales import TaxProfileFactory, actor_for

STATEMENT = "Je déclare que ces renseignements sont exacts."
BRACKETS = ((0, 50_000), (25_000_000, 90_000), (100_000_000, 150_000))
"""500 $ below 250,000 $, 900 $ below a million, 1,500 $ above."""
LAST_YEAR = {"label": "2025-2026", "starts_on": date(2025, 4, 1), "ends_on": date(2026, 4, 1)}


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    year = factory.SubFactory(MembershipYearFactory)
    due_on = NOW.date() + timedelta(days=30)
    statement_fr = STATEMENT
    opened_at = NOW


class DeclarationFactory(DjangoModelFactory):
    class Meta:
        model = Declaration

    campaign = factory.SubFactory(CampaignFactory)
    membership = factory.SubFactory(MembershipFactory, state="admitted", year=factory.SelfAttribute("..campaign.year"))
    told_at = NOW


def dues_scale(year=None, category=None, brackets=BRACKETS):
    """A scale of three brackets, and the accountant's tax profile: dues are exempt."""
    TaxProfileFactory(kind="dues", category="exempt", accounting_code="4000")
    scale = DuesScale.objects.create(
        year=year or MembershipYearFactory(), category=category or MembershipCategoryFactory()
    )
    for start, amount in brackets:
        DuesBracket.objects.create(scale=scale, from_cents=start, amount_cents=amount)
    return scale


def last_year_member(**changes):
    """A member of 2025-2026, still in grace on the day of the tests."""
    given = {"year": MembershipYearFactory(**LAST_YEAR, grace_days=200), "starts_on": date(2025, 4, 1)}
    given |= {"ends_on": date(2026, 4, 1), "lapses_on": date(2026, 10, 18), "resolution": "CA-2019-03"}
    return MembershipFactory(**given | changes)


def director_of(organisation, **changes):
    return AffiliationFactory(organisation=organisation, role="director", **changes).person


def registrar_of(organisation):
    return AffiliationFactory(organisation=organisation, role="administrative", is_registrar=True).person


def prepared(declaration, budget=30_000_000, by=None, at=NOW):
    """Every part saved by a registrar."""
    person = by or registrar_of(declaration.membership.organisation)
    given = {
        "budget": {"budget_cents": budget},
        "services": {"specialities": [], "measures": [], "confirmed": True},
        "coordonnees": {"phone": "418 555-0199", "confirmed": True},
        "personnel": {"confirmed": True},
    }
    for section, values in given.items():
        declaration = save_part(
            declaration=declaration,
            section=section,
            values=values,
            version=declaration.version,
            by=actor_for(person),
            at=at,
        )
    return declaration
