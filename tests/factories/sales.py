"""The smallest valid rows of what is sold, the taxes of a registered association, and who orders."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from registrations.actors import Actor, Via
from registrations.models import Colloquium, Order, Promotion, TaxComponent, TaxProfile, TicketType, User
from registrations.orders.actions import Wanted, place_order
from registrations.promotions.rules import key_of
from tests.factories.registrations import NOW, SeatPoolFactory


class ColloquiumFactory(DjangoModelFactory):
    class Meta:
        model = Colloquium

    slug = factory.Sequence(lambda n: f"quariera-{n}")
    title = "QUARIERA 2027"
    province = "QC"
    starts_on = date(2027, 2, 16)
    ends_on = date(2027, 2, 20)
    published_at = NOW - timedelta(days=30)


class TicketTypeFactory(DjangoModelFactory):
    class Meta:
        model = TicketType

    colloquium = factory.SubFactory(ColloquiumFactory)
    slug = factory.Sequence(lambda n: f"forfait-{n}")
    name = "Forfait complet"
    public_price_cents = 29_997
    member_price_cents = 19_900
    opens_at = NOW - timedelta(days=10)
    closes_at = NOW + timedelta(days=60)
    pool = factory.SubFactory(SeatPoolFactory)


class PromotionFactory(DjangoModelFactory):
    """Ten percent off, for everybody."""

    class Meta:
        model = Promotion

    code = factory.Sequence(lambda n: f"RABAIS-{n:04d}")
    key = factory.LazyAttribute(lambda promotion: key_of(promotion.code))
    name_fr = "Rabais de la rentrée"
    rate = 1_000
    pool = factory.SubFactory(SeatPoolFactory, capacity=None)
    created_at = NOW - timedelta(days=5)


class TaxProfileFactory(DjangoModelFactory):
    class Meta:
        model = TaxProfile
        django_get_or_create = ("kind", "province")

    kind = "ticket"
    province = ""
    category = "taxable"
    accounting_code = "4100"


class TaxComponentFactory(DjangoModelFactory):
    class Meta:
        model = TaxComponent

    code = "gst"
    rate = 5_000
    number = "123456789 RT0001"
    valid_from = date(2013, 1, 1)


def quebec_taxes() -> None:
    """GST and QST on tickets, as a registered association chooses them."""
    TaxProfileFactory()
    TaxComponentFactory()
    TaxComponentFactory(code="qst", rate=9_975, number="1234567890 TQ0001")


def actor_for(person: User | None, *roles: str) -> Actor:
    """Somebody in the portal, with the roles given."""
    return Actor(person=person, roles=frozenset(roles), via=Via.PORTAL)


def order_ticket(ticket_type: TicketType, person: User, **changes: object) -> Order:
    """An order of one ticket for oneself, to be paid by card."""
    line = Wanted("ticket", ticket_type.uuid, 1, (person,))
    return place_order(**{"lines": [line], "payer": person, "by": actor_for(person), "at": NOW} | changes)


def on_sale_now(ticket_type: TicketType) -> TicketType:
    """The same ticket type, on sale by the clock: the doors read it."""
    now = timezone.now()
    ticket_type.opens_at, ticket_type.closes_at = now - timedelta(days=1), now + timedelta(days=30)
    ticket_type.save()
    Colloquium.objects.filter(pk=ticket_type.colloquium_id).update(published_at=now - timedelta(days=2))
    return ticket_type
