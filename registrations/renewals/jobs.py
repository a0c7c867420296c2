"""The work of a campaign: filled in batches, resumed by a sweep; reminders, notices and late invoices each hour."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.memberships.models import Membership, MembershipState
from registrations.renewals.actions import fill_campaign, invoice_dues, remind, tell_of_lapse
from registrations.renewals.models import Campaign, Declaration
from registrations.renewals.queries import answering, current_campaigns, declarations_at, whole
from registrations.renewals.rules import Step, notice_due

BATCH = 20  # members a transaction: others write meanwhile
RENEWALS = Actor.system("renewals")


@task()
def fill(campaign_pk: int) -> None:
    """Give everybody their declaration; running it twice gives nothing twice."""
    campaign = Campaign.objects.filter(pk=campaign_pk, closed_at=None).first()
    if campaign:
        fill_all(campaign, by=RENEWALS)


def fill_all(campaign: Campaign, *, historical: bool = False, by: Actor, at: datetime | None = None) -> int:
    """Batch after batch until nobody is left; how many were given one. `at` is for loaders that replay the past."""
    given, told = 0, {"historical": historical, "by": by}
    while some := fill_campaign(campaign=campaign, most=BATCH, at=at or timezone.now(), **told):
        given += some
    return given


@db_periodic_task(crontab(minute="*/10"))
def sweep_campaigns() -> int:
    """Go on with what was interrupted, and give their declaration to those admitted since. The number given."""
    return sum(fill_all(campaign, by=RENEWALS) for campaign in current_campaigns())


@db_periodic_task(crontab(minute="15"))
def sweep_reminders() -> int:
    """Remind those who have not signed, once a fact. The number of people told, told before included."""
    now = timezone.now()
    awaited = list(whole(Declaration.objects.awaited().filter(told_at__isnull=False)))
    people = answering([each.membership.organisation_id for each in awaited], on=timezone.localdate(now))
    return sum(
        remind(declaration=each, people=people.get(each.membership.organisation_id, []), at=now) for each in awaited
    )


@db_periodic_task(crontab(minute="20"))
def sweep_lapses() -> int:
    """Tell the members of open campaigns that their rights end soon, or have ended. The number of memberships."""
    now = timezone.now()
    on, told = timezone.localdate(now), 0
    asked = Declaration.objects.filter(campaign__closed_at=None, declined_at=None)
    organisations = list(asked.values_list("membership__organisation_id", flat=True))
    last = last_memberships(organisations)
    people = answering(organisations, on=on)
    for membership in last:
        notice = notice_due(lapses_on=membership.lapses_on, on=on)
        if notice:
            tell_of_lapse(
                membership=membership, notice=notice, people=people.get(membership.organisation_id, []), at=now
            )
            told += 1
    return told


def last_memberships(organisations: list[int]) -> list[Membership]:
    """Of each organisation, the active membership whose rights last longest."""
    active = Membership.objects.filter(state=MembershipState.ACTIVE, organisation__in=organisations)
    longest: dict[int, Membership] = {}
    for membership in active.order_by("lapses_on", "pk"):
        longest[membership.organisation_id] = membership
    return list(longest.values())


@db_periodic_task(crontab(minute="*/30"))
def sweep_invoices() -> int:
    """Invoice what was signed before there was a scale, a tax profile or a resolution. The number invoiced."""
    done = 0
    for declaration in whole(declarations_at(Step.TO_INVOICE, on=timezone.localdate())):
        try:
            done += invoice_dues(declaration=declaration, by=RENEWALS, at=timezone.now()) is not None
        except DomainError:
            continue  # still missing: the admin's home says so
    return done
