"""What is sold besides tickets one by one: a paid session, booths, and places of a group still to be named."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from config.demo.bringing import LOADER
from registrations.actors import Actor, Via
from registrations.colloquium.actions import name_place
from registrations.colloquium.places import live_places
from registrations.exhibitors.actions import approve_exhibitor, order_booth
from registrations.exhibitors.models import Exhibitor
from registrations.models import Order, Organisation, TicketType, User
from registrations.orders.actions import Wanted, ask_cancellation, place_order
from registrations.orders.models import LineKind
from training.catalogue.actions import create_activity, trainers_named
from training.models import Session
from training.sessions.actions import publish_session, schedule_session
from training.sessions.rules import Period

REGISTRAR, PARTICIPANT, MANAGER = "registrar@demo.test", "participant@demo.test", "manager@demo.test"
SUPERVISION = "SUPERVISION-A"


def load(*, at: datetime) -> None:
    """After the accounts, which order."""
    registrar = User.objects.get(email=REGISTRAR)
    by = Actor(person=registrar, roles=frozenset(), via=Via.PORTAL)
    organisation = registrar.affiliations.select_related("organisation").get().organisation
    group_order(organisation, by=by, at=at)
    paid_session(organisation, by=by, at=at)
    booths(at=at)


def group_order(organisation: Organisation, *, by: Actor, at: datetime) -> Order:
    """Five places of one type and two of another, on account; two of the seven have a name."""
    placed = at - timedelta(days=3)
    types = {kind.slug: kind for kind in TicketType.objects.filter(opens_at__lte=placed, closes_at__gt=at)}
    wanted = [("quatre-jours", 5), ("une-journee", 2)]
    order = place_order(
        lines=[Wanted(LineKind.TICKET, types[slug].uuid, count) for slug, count in wanted],
        payer=organisation,
        by=by,
        at=placed,
        on_account=True,
        purchase_order="BC-2041",
    )
    colleagues = User.objects.filter(affiliations__organisation=organisation, affiliations__ends_on=None)
    free = colleagues.exclude(tickets__colloquium=types["quatre-jours"].colloquium).exclude(email=PARTICIPANT)
    for place, person in zip(live_places(order), free.order_by("pk")[:2], strict=False):
        name_place(ticket=place, person=person, by=by, at=placed)
    return order


def paid_session(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """Six seats at two prices: some invoiced, one awaiting a card, one whose cancellation is asked."""
    session = _session(at=at)
    participant, manager = (User.objects.get(email=email) for email in (PARTICIPANT, MANAGER))
    placed = at - timedelta(days=2)
    people = (by.person, participant) if by.person else (participant,)
    line = Wanted(LineKind.SESSION, session.uuid, len(people), people)
    invoiced = place_order(lines=[line], payer=organisation, by=by, at=placed, on_account=True)
    ask_cancellation(
        order=invoiced,
        reason="Paul a un empêchement ce jour-là : pouvez-vous créditer sa place?",
        by=by,
        at=placed + timedelta(hours=5),
    )
    herself = Actor(person=manager, roles=frozenset(), via=Via.PORTAL)
    seat = Wanted(LineKind.SESSION, session.uuid, 1, (manager,))
    place_order(lines=[seat], payer=manager, by=herself, at=at)


def _session(*, at: datetime) -> Session:
    activity = create_activity(
        slug="supervision-clinique-en-groupe",
        title="Supervision clinique en petit groupe",
        objectives="Présenter une situation, recevoir l’éclairage de pairs, repartir avec un plan d’action.",
        stream="practitioners",
        mode="online",
        duration_minutes=180,
        trainers=trainers_named(["Hélène Marchand"], by=LOADER, at=at),
        by=LOADER,
        at=at,
    )
    starts = localtime(at + timedelta(days=24)).replace(hour=13, minute=0, second=0, microsecond=0)
    session = schedule_session(
        activity=activity,
        code=SUPERVISION,
        meetings=[Period(starts, starts + timedelta(hours=3))],
        capacity=6,
        opens_at=at - timedelta(days=20),
        closes_at=starts - timedelta(days=2),
        price_cents=12_000,
        member_price_cents=8_000,
        by=LOADER,
        at=at - timedelta(days=21),
    )
    publish_session(session, by=LOADER, at=at - timedelta(days=21))
    return session


def booths(*, at: datetime) -> None:
    """Three of the four applications are approved, two of them invoiced."""
    applied = Exhibitor.objects.filter(historical=False, state="applied").select_related("organisation", "package")
    for number, exhibitor in enumerate(applied.order_by("pk")[:3]):
        approved = approve_exhibitor(exhibitor, by=LOADER, at=at - timedelta(days=6))
        if number < 2:
            order_booth(approved, on_account=True, by=LOADER, at=at - timedelta(days=5 - number))
