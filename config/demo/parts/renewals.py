"""Last year's campaign, complete; this year's, under way: declared, paid, provisional, declined, lapsed."""

import random
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from config.demo.bringing import LOADER
from config.demo.parts.register import first_day, renewing
from config.demo.world import World
from registrations.memberships.models import MembershipCategory, MembershipYear
from registrations.orders.models import Order
from registrations.payments.actions import record_received, reverse_payment
from registrations.payments.models import Payment
from registrations.renewals.actions import (
    copy_scales,
    invoice_provisionally,
    open_campaign,
    record_paper,
    set_scale,
)
from registrations.renewals.jobs import fill_all
from registrations.renewals.models import Campaign, Declaration
from registrations.renewals.queries import dues_orders
from registrations.renewals.rules import Bracket

BRACKETS = ((0, 350_00), (250_000_00, 600_00), (500_000_00, 950_00), (1_000_000_00, 1_450_00), (2_000_000_00, 2_100_00))
DECLARED, PAID, PROVISIONAL = 55, 41, 60
"""Of the ninety-two of last year, in their order and but the first: how many have declared, have paid, and up to whom
accounting invoiced provisionally. The first is that of the demo's registrar, whose declaration waits for a signature."""
LAPSED = 3
"""The last ones: their cheque of last year came back."""
METHODS = ("cheque", "transfer", "interac", "deposit")


def load(world: World, *, at: datetime) -> None:
    """Two campaigns, through the acts of accounting."""
    start = first_day(at.date())
    label = {0: f"{start.year - 1}-{start.year}", 1: f"{start.year}-{start.year + 1}"}
    last, present = (MembershipYear.objects.get(label=label[number]) for number in (0, 1))
    active = MembershipCategory.objects.get(slug="membre-actif")
    brackets = [Bracket(*each) for each in BRACKETS]
    days_in = (at.date() - start).days
    opening = at - timedelta(days=days_in + 30)
    set_scale(year=last, category=active, brackets=brackets, by=LOADER, at=opening - timedelta(days=400))
    copy_scales(year=present, by=LOADER, at=opening)
    budgets = of_each(world)
    before = opened(last, at=opening - timedelta(days=365), due=40)
    declared(before, world, budgets, count=len(budgets), first=0, paid=len(budgets), at=opening - timedelta(days=360))
    campaign = opened(present, at=opening, due=days_in + 20)
    grown = {name: round(budget * 1.03) for name, budget in budgets.items()}
    declared(campaign, world, grown, count=DECLARED, first=1, paid=PAID, at=opening + timedelta(days=5))
    provisionally(campaign, world, at=at - timedelta(days=3))
    lapse(before, world, at=at - timedelta(days=20))


def of_each(world: World) -> dict[str, int]:
    """A yearly budget for each member, in whole thousands of dollars."""
    chance = random.Random(1987)  # noqa: S311 - a drawing, not a secret
    return {centre.name: chance.randint(120, 2_600) * 100_000 for centre in renewing(world)}


def opened(year: MembershipYear, *, at: datetime, due: int) -> Campaign:
    due_on = (at + timedelta(days=due)).date()
    campaign = open_campaign(year=year, due_on=due_on, by=LOADER, at=at)
    fill_all(campaign, historical=True, by=LOADER, at=at)
    return campaign


def of_campaign(campaign: Campaign, world: World) -> list[Declaration]:
    """In the order of the world."""
    found = campaign.declarations.select_related("membership__organisation", "campaign__year")
    by_name = {declaration.membership.organisation.name: declaration for declaration in found}
    return [by_name[centre.name] for centre in renewing(world)]


def declared(
    campaign: Campaign, world: World, budgets: dict[str, int], *, count: int, first: int, paid: int, at: datetime
) -> None:
    """So many declare over some weeks, from the `first` on; the first of them pay, by one way or the other."""
    directors = {person.centre.name: person for person in world.people if person.role == "director"}
    for place, declaration in enumerate(of_campaign(campaign, world)[first : first + count]):
        name, on = declaration.membership.organisation.name, at + timedelta(hours=10 * place)
        signer = directors[name]
        record_paper(
            declaration=declaration,
            budget_cents=budgets[name],
            name=f"{signer.given} {signer.family}",
            title="Direction générale",
            historical=True,
            by=LOADER,
            at=on,
        )
        if place < paid:
            pay(dues_orders(declaration.membership.uuid)[0], place, at=on + timedelta(days=3, hours=place % 5))


def pay(order: Order, place: int, *, at: datetime) -> None:
    method, reference = METHODS[place % len(METHODS)], f"{1000 + place * 7}"
    given = {"method": method, "cents": order.total_cents, "received_on": localdate(at), "reference": reference}
    record_received(order=order, by=LOADER, at=at, **given)


def provisionally(campaign: Campaign, world: World, *, at: datetime) -> None:
    """A few who did not declare in time, from last year's bracket."""
    for declaration in of_campaign(campaign, world)[DECLARED + 1 : PROVISIONAL + 1]:
        invoice_provisionally(declaration=declaration, historical=True, by=LOADER, at=at)


def lapse(campaign: Campaign, world: World, *, at: datetime) -> None:
    """The cheque came back: unpaid since last year, their membership has lapsed by date."""
    for declaration in of_campaign(campaign, world)[-LAPSED:]:
        payment = Payment.objects.get(order=dues_orders(declaration.membership.uuid)[0])
        reverse_payment(payment=payment, reason="Chèque sans provision", by=LOADER, at=at)
