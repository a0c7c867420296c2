"""Prices that change by date, and codes: one with a budget, one for each payer once, one that has ended, a batch."""

from datetime import datetime, time, timedelta

from config.demo.bringing import LOADER
from registrations.colloquium.actions import change_ticket_type
from registrations.dates import MONTREAL
from registrations.models import TicketType
from registrations.orders.models import LineKind
from registrations.promotions.actions import create_promotion, make_codes
from registrations.promotions.rules import PriceWindow

# By ticket type: the price of now, then until the second date, then the regular one (public and member, in cents).
PRICES = {
    "quatre-jours": [(32_000, 19_995), (33_500, 21_495), (35_000, 22_995)],
    "une-journee": [(12_000, 7_500), (14_000, 9_000)],
}
LOYAL, REGIONS, AUTUMN = "QUARIERA-15", "REGIONS", "AUTOMNE"
# Which of the demo's orders, by their number, had which code.
USED = {1: LOYAL, 4: REGIONS, 5: LOYAL, 0: AUTUMN}


def prices(slug: str, *, at: datetime) -> None:
    """Earlier prices end at midnight, 25 and 50 days from now."""
    ends = [midnight(at + timedelta(days=25)), midnight(at + timedelta(days=50))]
    for code, amounts in PRICES.items():
        kind = TicketType.objects.select_related("pool").get(colloquium__slug=slug, slug=code)
        *early, (public, member) = amounts
        windows = [PriceWindow(until, *cents) for until, cents in zip(ends, early, strict=False)]
        change_ticket_type(
            ticket_type=kind,
            capacity=kind.pool.capacity,
            public_price_cents=public,
            member_price_cents=member,
            early_prices=windows,
            by=LOADER,
            at=at,
        )


def codes(slug: str, *, at: datetime) -> None:
    """Three codes that orders use, and a batch of single ones for partners."""
    tickets, made = [LineKind.TICKET.value], at - timedelta(days=20)
    day = TicketType.objects.get(colloquium__slug=slug, slug="une-journee")
    given = {"by": LOADER, "at": made, "kinds": tickets}
    create_promotion(
        code=LOYAL, name_fr="Fidélité QUARIERA", name_en="QUARIERA loyalty", rate=1_500, uses=40, budget_cents=50_000, **given
    )  # fmt: skip
    create_promotion(code=REGIONS, name_fr="Centres en région", amount_cents=2_500, per_payer=1, **given)
    create_promotion(
        code=AUTUMN, name_fr="Rabais d’automne", rate=1_000, ends_at=midnight(at - timedelta(days=6)), **given
    )
    make_codes(
        count=20, batch="Partenaires", name_fr="Invitation des partenaires", rate=10_000, items=[str(day.uuid)], **given
    )


def midnight(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(MONTREAL).date(), time(), tzinfo=MONTREAL)
