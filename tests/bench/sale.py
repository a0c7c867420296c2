"""An edition on sale, the taxes, organisations that order on account, and the orders of the years before."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Model
from django.utils import timezone

from registrations.actors import Actor
from registrations.models import (
    Affiliation,
    Colloquium,
    Entry,
    Membership,
    MembershipCategory,
    MembershipYear,
    Order,
    OrderLine,
    Organisation,
    SeatClaim,
    SeatPool,
    TaxComponent,
    TaxProfile,
    Ticket,
    TicketType,
    User,
)
from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind

SINCE = date(2013, 1, 1)
ORGANISATIONS = 200


def open_edition(seats: int) -> TicketType:
    """What is sold of a new edition, with its two taxes."""
    now, number = timezone.now(), Colloquium.objects.count()
    TaxProfile.objects.get_or_create(kind="ticket", defaults={"category": "taxable", "accounting_code": "4100"})
    for code, rate, tax in (("gst", 5_000, "123456789 RT0001"), ("qst", 9_975, "1234567890 TQ0001")):
        TaxComponent.objects.get_or_create(code=code, defaults={"rate": rate, "number": tax, "valid_from": SINCE})
    edition = Colloquium.objects.create(
        slug=f"bench-{number}",
        title="QUARIERA",
        starts_on=now.date() + timedelta(days=60),
        ends_on=now.date() + timedelta(days=63),
        published_at=now - timedelta(days=2),
    )
    return TicketType.objects.create(
        colloquium=edition,
        slug="complet",
        name="Forfait complet",
        public_price_cents=29_997,
        member_price_cents=19_900,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
        pool=SeatPool.objects.create(capacity=seats),
    )


def employ(people: list[User]) -> list[str]:
    """Member organisations, each with sixty registrars, made once; the slug of each person's."""
    if rows := list(Organisation.objects.filter(slug__startswith="payeur-").order_by("pk")):
        return [rows[rank % ORGANISATIONS].slug for rank, _person in enumerate(people)]
    made = [Organisation(slug=f"payeur-{n}", name=f"Payeur {n}", region="06") for n in range(ORGANISATIONS)]
    rows, now = Organisation.objects.bulk_create(made), timezone.now()
    Membership.objects.bulk_create(_member(row, now) for row in rows)
    posts = {person: rows[rank % ORGANISATIONS] for rank, person in enumerate(people)}
    Affiliation.objects.bulk_create(
        Affiliation(
            person=person,
            organisation=row,
            is_registrar=True,
            starts_on=SINCE,
            verified_at=now,
            verified_how="team",
        )
        for person, row in posts.items()
    )
    return [row.slug for row in posts.values()]


def _member(organisation: Organisation, now: datetime) -> Membership:
    starts, ends = now.date() - timedelta(days=30), now.date() + timedelta(days=335)
    year, _made = MembershipYear.objects.get_or_create(label="Bench", starts_on=starts, ends_on=ends)
    category, _made = MembershipCategory.objects.get_or_create(slug="bench", defaults={"name_fr": "Bench"})
    return Membership(
        organisation=organisation,
        year=year,
        category=category,
        state="active",
        starts_on=starts,
        ends_on=ends,
        lapses_on=ends,
        requested_at=now,
    )


def fill(ticket_type: TicketType, orders: int) -> None:
    """So many orders of one person and one ticket each, with their claims and journal: copies of a real one."""
    person = User.objects.create(email="past0@exemple.test", given_name="P", family_name="0")
    line = [Wanted(LineKind.TICKET, ticket_type.uuid, 1, (person,))]
    order = place_order(lines=line, payer=person, by=Actor(person), at=timezone.now(), province="QC")
    wanted = OrderLine.objects.filter(order=order)
    tickets, many = Ticket.objects.filter(line__order=order), f"generate_series(1, {orders}) n"
    claims = SeatClaim.objects.filter(holder_uuid__in=tickets.values("uuid"))
    entries = Entry.objects.filter(about_uuid__in=[order.uuid, tickets.get().uuid]).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        copy_row(cursor, User, person.pk, many, email="'past' || n || '@exemple.test'")
        people = f"{many} JOIN registrations_user u ON u.email = 'past' || n || '@exemple.test'"
        payer = {"person_id": "u.id", "placed_by_id": "u.id"}
        copy_row(cursor, Order, order.pk, people, code="lpad(n::text, 8, 'P')", historical="true", **payer)
        copy_row(cursor, OrderLine, wanted.get().pk, "registrations_order o", where="o.historical", order_id="o.id")
        sold = "registrations_orderline l JOIN registrations_order o ON o.id = l.order_id"
        whose = {"line_id": "l.id", "person_id": "o.person_id", "uuid": "l.uuid"}
        copy_row(cursor, Ticket, tickets.get().pk, sold, where="o.historical", **whose)
        copy_row(cursor, SeatClaim, claims.get().pk, sold, where="o.historical", holder_uuid="l.uuid", until="NULL")
        for entry in entries:
            copy_row(cursor, Entry, entry, sold, where="o.historical", about_uuid="l.uuid", person_id="o.person_id")
        SeatPool.objects.filter(pk=ticket_type.pool_id).update(
            taken=F("taken") + orders, capacity=F("capacity") + orders
        )
        cursor.execute("ANALYZE")


def copy_row(
    cursor: CursorWrapper, model: type[Model], pk: int, source: str, *, where: str = "true", **changes: str
) -> None:
    """Insert the row again for each row of `source`, with these columns of SQL instead of its own."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
    columns = {field.column: f'template."{field.column}"' for field in fields}
    columns |= ({"uuid": "gen_random_uuid()"} if "uuid" in columns else {}) | changes
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())}"
        f" FROM {source} JOIN {table} template ON template.id = {pk} WHERE {where}"
    )
