"""An edition on sale, the taxes, organisations that order on account, and the orders of the years before."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from registrations.models import (
    Affiliation,
    Colloquium,
    Membership,
    MembershipCategory,
    MembershipYear,
    Organisation,
    SeatPool,
    TaxComponent,
    TaxProfile,
    TicketType,
    User,
)

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
    """Member organisations, each with sixty registrars; the slug of each person's."""
    made = [Organisation(slug=f"payeur-{n}", name=f"Payeur {n}") for n in range(ORGANISATIONS)]
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
    """So many orders of one person and one ticket each, settled, with their claims and journal, in bulk."""
    edition, pool = ticket_type.colloquium_id, ticket_type.pool_id
    with connection.cursor() as cursor:
        for statement in PAST:
            cursor.execute(statement, {"n": orders, "type": ticket_type.pk, "edition": edition, "pool": pool})
        cursor.execute("ANALYZE")


PAST = [
    """INSERT INTO registrations_user (uuid, password, is_superuser, email, contact_email, given_name, family_name,
         language, phone, is_active, historical, created_at)
       SELECT gen_random_uuid(), '', false, 'past' || n || '@exemple.test', '', 'P', n::text, 'fr', '', true, false,
         now() FROM generate_series(1, %(n)s) n""",
    """INSERT INTO registrations_order (uuid, code, person_id, placed_by_id, state, language, province, on_account,
         purchase_order, taxable_cents, exempt_cents, tax_cents, taxes, placed_at, settled_at, historical)
       SELECT gen_random_uuid(), lpad(n::text, 8, 'P'), u.id, u.id, 'settled', 'fr', 'QC', false, '', 29997, 0, 4492,
         '[]', now(), now(), true
       FROM generate_series(1, %(n)s) n JOIN registrations_user u ON u.email = 'past' || n || '@exemple.test'""",
    """INSERT INTO registrations_orderline (uuid, order_id, kind, item_uuid, description, quantity, unit_price_cents,
         discount_cents, basis, tax_category, accounting_code, attendees)
       SELECT gen_random_uuid(), o.id, 'ticket', t.uuid, t.name, 1, 29997, 0, 'public', 'taxable', '4100', '[]'
       FROM registrations_order o, registrations_tickettype t WHERE t.id = %(type)s AND o.historical""",
    """INSERT INTO registrations_ticket (uuid, colloquium_id, ticket_type_id, line_id, person_id, state,
         secret_version, secret_hash, created_at, historical)
       SELECT l.uuid, %(edition)s, %(type)s, l.id, o.person_id, 'confirmed', 1, md5(l.id::text), now(), false
       FROM registrations_orderline l JOIN registrations_order o ON o.id = l.order_id WHERE o.historical""",
    """INSERT INTO registrations_seatclaim (pool_id, count, holder_kind, holder_uuid)
       SELECT %(pool)s, 1, 'registrations.ticket', uuid FROM registrations_ticket WHERE ticket_type_id = %(type)s""",
    """INSERT INTO registrations_entry (at, action, about_kind, about_uuid, person_id, job, on_behalf_of, via, details)
       SELECT now(), 'colloquium.hold-ticket', 'registrations.ticket', uuid, person_id, '', '', 'api', '{}'
       FROM registrations_ticket WHERE ticket_type_id = %(type)s""",
    """INSERT INTO registrations_entry (at, action, about_kind, about_uuid, person_id, job, on_behalf_of, via, details)
       SELECT now(), 'orders.place', 'registrations.order', uuid, person_id, '', '', 'api', '{}'
       FROM registrations_order WHERE historical""",
    "UPDATE registrations_seatpool SET taken = taken + %(n)s, capacity = capacity + %(n)s WHERE id = %(pool)s",
]
