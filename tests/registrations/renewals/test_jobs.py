"""What the worker does by itself: filling, reminding, telling of a lapse, invoicing what had to wait."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.models import Declaration, Membership, Message, Order, TaxProfile
from registrations.renewals.actions import sign_declaration
from registrations.renewals.jobs import (
    fill,
    fill_all,
    sweep_campaigns,
    sweep_invoices,
    sweep_lapses,
    sweep_reminders,
)
from tests.factories.registrations import MembershipFactory, MembershipYearFactory
from tests.factories.renewals import (
    CampaignFactory,
    DeclarationFactory,
    director_of,
    dues_scale,
    prepared,
    registrar_of,
)
from tests.factories.sales import actor_for

pytestmark = pytest.mark.django_db
ACCOUNTANT = actor_for(None, "accounting")


@pytest.fixture
def years():
    """Last year, which ended a month ago, and this one."""
    first = timezone.localdate() - timedelta(days=30)
    before = first.replace(year=first.year - 1)
    last = MembershipYearFactory(label="last", starts_on=before, ends_on=first)
    return last, MembershipYearFactory(label="now", starts_on=first, ends_on=first.replace(year=first.year + 1))


def members(year, count):
    dates = {"starts_on": year.starts_on, "ends_on": year.ends_on, "lapses_on": year.ends_on + timedelta(days=90)}
    return MembershipFactory.create_batch(count, year=year, **dates)


def test_fill_all_goes_on_where_it_was_interrupted(years, monkeypatch):
    last, now = years
    members(last, 7)
    monkeypatch.setattr("registrations.renewals.jobs.BATCH", 3)
    campaign = CampaignFactory(year=now)
    DeclarationFactory(
        campaign=campaign,
        membership=MembershipFactory(
            organisation=Membership.objects.first().organisation,
            year=now,
            state="admitted",
            starts_on=now.starts_on,
            ends_on=now.ends_on,
            lapses_on=now.ends_on,
        ),
    )

    assert fill_all(campaign, by=ACCOUNTANT) == 6
    fill.call(campaign.pk)
    campaign.refresh_from_db()
    assert (Declaration.objects.count(), campaign.filled_at is None) == (7, False)


def test_sweep_campaigns_gives_theirs_to_those_admitted_since(years):
    CampaignFactory(year=years[1])
    dates = {"starts_on": years[1].starts_on, "ends_on": years[1].ends_on, "lapses_on": years[1].ends_on}
    MembershipFactory(year=years[1], state="admitted", **dates)
    assert [sweep_campaigns.call_local(), sweep_campaigns.call_local()] == [1, 0]


def test_sweep_reminders_tells_registrars_and_direction_once_and_nobody_of_a_closed_campaign(years):
    today, now = timezone.localdate(), timezone.now()
    membership = members(years[1], 1)[0]
    campaign = CampaignFactory(year=years[1], due_on=today)
    DeclarationFactory(campaign=campaign, membership=membership, told_at=now - timedelta(days=20))
    people = {registrar_of(membership.organisation).pk, director_of(membership.organisation).pk}

    sweep_reminders.call_local()
    sweep_reminders.call_local()

    told = Message.objects.filter(kind="declaration-reminder")
    assert (set(told.values_list("to", flat=True)), told.count()) == (people, 2)
    type(campaign).objects.update(closed_at=now)
    assert sweep_reminders.call_local() == 0


@pytest.mark.parametrize(("days", "kind"), [(10, "membership-soon"), (0, "membership-lapsed"), (40, None)])
def test_sweep_lapses_tells_before_and_on_the_day_and_again_when_the_day_changes(years, days, kind):
    membership = members(years[1], 1)[0]
    DeclarationFactory(campaign=CampaignFactory(year=years[1]), membership=membership)
    registrar_of(membership.organisation)
    lapses_on = timezone.localdate() + timedelta(days=days)
    Membership.objects.update(lapses_on=lapses_on)

    for _time in range(2):
        sweep_lapses.call_local()
    assert list(Message.objects.values_list("kind", flat=True)) == ([kind] if kind else [])


def test_sweep_invoices_what_waited_for_a_tax_profile(years):
    dues_scale(year=years[1])
    TaxProfile.objects.all().delete()
    dates = {"starts_on": years[1].starts_on, "ends_on": years[1].ends_on, "lapses_on": years[1].ends_on}
    membership = MembershipFactory(year=years[1], state="admitted", **dates)
    declaration = DeclarationFactory(campaign=CampaignFactory(year=years[1]), membership=membership)
    now = timezone.now()
    declaration = prepared(declaration, at=now)
    by = actor_for(director_of(membership.organisation))
    sign_declaration(declaration=declaration, name="A", title="B", statement_version=1, by=by, at=now)
    assert (sweep_invoices.call_local(), Order.objects.count()) == (0, 0)

    TaxProfile.objects.create(kind="dues", category="exempt")
    assert [sweep_invoices.call_local(), sweep_invoices.call_local(), Order.objects.count()] == [1, 0, 1]
