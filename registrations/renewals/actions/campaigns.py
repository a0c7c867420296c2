"""The campaign of a year: opened once, filled in batches, reminded, closed."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import Conflict, constraint_means
from registrations.journal.actions import log
from registrations.memberships.models import Membership, MembershipYear
from registrations.memberships.rules import MembershipState
from registrations.messages.actions import tell
from registrations.messages.models import Message
from registrations.people.models import User
from registrations.renewals.errors import CampaignClosed, NoYearBefore, RenewalsNotYours
from registrations.renewals.models import Campaign, Declaration
from registrations.renewals.queries import admitted_without_declaration, answering, to_renew, year_before
from registrations.renewals.rules import REMINDERS, Notice, may_keep_renewals, reminder_due

STATEMENT_FR = (
    "Je déclare, au nom de l’organisme que je dirige, que les renseignements de cette déclaration annuelle sont exacts "
    "et complets, que l’organisme renouvelle son adhésion et qu’il paiera la cotisation qui en découle."
)
STATEMENT_EN = (
    "I declare, on behalf of the organisation that I direct, that this yearly declaration is accurate and complete, "
    "that the organisation renews its membership, and that it will pay the dues that follow from it."
)


class _There(Conflict):
    """Another worker wrote it; never leaves this module."""

    code = "already-in-campaign"


@transaction.atomic
def open_campaign(
    *,
    year: MembershipYear,
    due_on: date,
    reminders: list[int] | None = None,
    needs_resolution: bool = False,
    statement_fr: str = STATEMENT_FR,
    statement_en: str = STATEMENT_EN,
    by: Actor,
    at: datetime,
) -> Campaign:
    """Open the renewal of a year; opening it again gives the same campaign and adds nothing. A job fills it."""
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    if year_before(year) is None:
        raise NoYearBefore
    if known := Campaign.objects.filter(year=year).first():
        return known
    campaign = Campaign(
        year=year,
        due_on=due_on,
        reminders=sorted(REMINDERS if reminders is None else reminders),
        needs_resolution=needs_resolution,
        statement_fr=statement_fr.strip(),
        statement_en=statement_en.strip(),
        expected=to_renew(year, on=localdate(at)).count(),
        opened_at=at,
    )
    try:
        with constraint_means(Campaign, "campaign_one_per_year", _There()):
            campaign.save(force_insert=True)
    except _There:
        return Campaign.objects.get(year=year)
    log(campaign, "renewals.open-campaign", by=by, at=at, expected=campaign.expected)
    return campaign


@transaction.atomic
def fill_campaign(*, campaign: Campaign, most: int, historical: bool = False, by: Actor, at: datetime) -> int:
    """Give the next members their membership and declaration, and tell them; how many. None left: it is filled.

    Interrupted, it goes on where it was; run twice at once, each member gets one. `historical`: nobody is told.
    """
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    campaign = Campaign.objects.select_for_update(no_key=True, of=("self",)).select_related("year").get(pk=campaign.pk)
    on = localdate(at)
    members = list(to_renew(campaign.year, on=on)[:most])
    known = {member.organisation_id for member in members}
    newcomers = admitted_without_declaration(campaign.year).exclude(organisation__in=known)
    members += list(newcomers[: most - len(members)])
    people = {} if historical else answering({member.organisation_id for member in members}, on=on)
    for member in members:
        _give(campaign, member, people.get(member.organisation_id, []), by=by, at=at)
    if not members and campaign.filled_at is None:
        Campaign.objects.filter(pk=campaign.pk).update(filled_at=at)
        log(campaign, "renewals.filled", by=by, at=at)
    return len(members)


@transaction.atomic
def change_campaign(
    *,
    campaign: Campaign,
    due_on: date,
    reminders: list[int],
    statement_fr: str,
    statement_en: str,
    by: Actor,
    at: datetime,
) -> Campaign:
    """Move the dates, or change the statement: a new version, for those who have not signed."""
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    campaign = Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)
    if campaign.closed_at:
        raise CampaignClosed
    other = (statement_fr.strip(), statement_en.strip())
    if other != (campaign.statement_fr, campaign.statement_en):
        campaign.statement_version += 1
    campaign.due_on, campaign.reminders = due_on, sorted(reminders)
    campaign.statement_fr, campaign.statement_en = other
    campaign.save(update_fields=["due_on", "reminders", "statement_fr", "statement_en", "statement_version"])
    log(campaign, "renewals.change-campaign", by=by, at=at, statement_version=campaign.statement_version)
    return campaign


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """Nobody is reminded any more; those who have not declared still can."""
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    if Campaign.objects.filter(pk=campaign.pk, closed_at=None).update(closed_at=at):
        log(campaign, "renewals.close-campaign", by=by, at=at)
    campaign.refresh_from_db()
    return campaign


@transaction.atomic
def remind(*, declaration: Declaration, people: list[User], at: datetime) -> int:
    """Leave the reminder that is due that day, once a person; how many. None once it is signed or declined."""
    if declaration.told_at is None or declaration.signed_at or declaration.declined_at:
        return 0
    campaign = declaration.campaign
    day = reminder_due(
        due_on=declaration.due_on, days=campaign.reminders, told_on=localdate(declaration.told_at), on=localdate(at)
    )
    if day is None:
        return 0
    for person in people:
        fact = f"declaration-reminder:{declaration.uuid}:{day}:{person.pk}"
        tell("declaration-reminder", about=declaration, to=person, at=at, fact=fact)
    return len(people)


@transaction.atomic
def tell_of_lapse(*, membership: Membership, notice: str, people: list[User], at: datetime) -> None:
    """Say that the rights end soon, or ended, on this day: told again when the day changes."""
    for person in people:
        fact = f"membership-{notice}:{membership.uuid}:{membership.lapses_on}:{person.pk}"
        tell(f"membership-{notice}", about=membership, to=person, at=at, fact=fact)


def tell_of_end(membership: Membership, *, at: datetime) -> None:
    """Say at once that rights that had come back have ended: a cheque without funds, long after the day told before."""
    on = localdate(at)
    if membership.state != MembershipState.ACTIVE or membership.lapses_on > on:
        return
    for person in answering([membership.organisation_id], on=on).get(membership.organisation_id, []):
        fact = f"membership-{Notice.LAPSED}:{membership.uuid}:{membership.lapses_on}:{person.pk}"
        if Message.objects.filter(fact=fact).exists():
            fact = f"{fact}:{on}"
        tell(f"membership-{Notice.LAPSED}", about=membership, to=person, at=at, fact=fact)


def greet_newcomer(membership: Membership, by: Actor, at: datetime) -> None:
    """Give who was just admitted their declaration of the year at once; without an open campaign, nothing yet."""
    campaign = Campaign.objects.filter(year=membership.year_id, closed_at=None).select_related("year").first()
    if campaign:
        people = answering([membership.organisation_id], on=localdate(at)).get(membership.organisation_id, [])
        _give(campaign, membership, people, by=by, at=at)


def _give(campaign: Campaign, member: Membership, people: list[User], *, by: Actor, at: datetime) -> None:
    """One member: the year's membership if there is none, then its declaration."""
    renewed = member if member.year_id == campaign.year_id else _renewed(campaign, member, by=by, at=at)
    if Declaration.objects.filter(membership=renewed).exists():
        return
    last = Declaration.objects.filter(
        membership__organisation=member.organisation_id, signed_at__isnull=False
    ).order_by("-membership__starts_on")
    declaration = Declaration.objects.create(
        campaign=campaign,
        membership=renewed,
        reference_cents=last.values_list("budget_cents", flat=True).first(),
        told_at=at,
    )
    log(declaration, "renewals.ask-declaration", by=by, at=at)
    for person in people:
        tell("declaration-open", about=declaration, to=person, at=at)


def _renewed(campaign: Campaign, last: Membership, *, by: Actor, at: datetime) -> Membership:
    """The membership of the new year: admitted as before, or to be resolved by the board when the campaign says so."""
    year = campaign.year
    state = MembershipState.REQUESTED if campaign.needs_resolution else MembershipState.ADMITTED
    kept = {} if campaign.needs_resolution else {"resolution": last.resolution, "resolved_on": last.resolved_on}
    renewed = Membership(
        organisation_id=last.organisation_id,
        year=year,
        category_id=last.category_id,
        state=state,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        lapses_on=year.ends_on + timedelta(days=year.grace_days),
        requested_at=at,
        **kept,
    )
    live = Membership.objects.filter(organisation=last.organisation_id, year=year)
    if known := live.exclude(state__in=[MembershipState.REFUSED, MembershipState.CANCELLED]).first():
        return known
    with constraint_means(Membership, "membership_one_live_per_year", _There()):
        renewed.save(force_insert=True)
    log(renewed, "memberships.renew", by=by, at=at, state=str(state))
    bump("organisations")
    return renewed
