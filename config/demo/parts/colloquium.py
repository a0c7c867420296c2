"""QUARIERA twice: 2021, closed, with its 410 tickets; the next one, on sale, with a few orders of organisations."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from config.demo.bringing import LOADER, Row, bring
from config.demo.data.colloquium import ABSTRACT, EXHIBITORS, PACKAGES, WORKSHOPS
from config.demo.data.names import FAMILY, GIVEN
from config.demo.parts import asking, promotions
from config.demo.world import World
from registrations.models import Organisation, TicketType, User
from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind

TICKETS, SPEAKERS = 410, 57
ROOMS = ["Salle virtuelle Érable", "Salle virtuelle Bouleau", "Salle virtuelle Mélèze"]
FUNCTIONS = ["Conseillère d’orientation", "Formateur", "Chercheuse", "Directeur général", "Conseillère en emploi"]
PAST = "quariera-2021"
PAST_DAYS = date(2021, 2, 16)
SUMMARY = (
    "Quatre jours d’échanges, de conférences et d’ateliers entre celles et ceux qui accompagnent les personnes en emploi, "
    "partout au Québec. Tout se passe en ligne; le rattrapage reste ouvert aux personnes inscrites."
)
# Hours of a day's slots.
HOURS = [("09:00", "10:15"), ("10:45", "12:00"), ("13:30", "14:45")]


def load(world: World, *, at: datetime, past: datetime) -> None:
    """Bring both editions."""
    edition(
        PAST, "QUARIERA 2021 : se réinventer ensemble", PAST_DAYS, opens=date(2020, 11, 16), at=past, historical=True
    )
    bring("tickets", tickets(world), at=past, historical=True)
    starts = at.date() + timedelta(days=77 - at.weekday())
    slug = f"quariera-{starts.year}"
    title, announced = f"QUARIERA {starts.year} : le travail qui vient", at - timedelta(days=21)
    edition(slug, title, starts, opens=at.date() - timedelta(days=20), at=announced)
    promotions.prices(slug, at=announced)
    promotions.codes(slug, at=at)
    orders(world, slug, at=at)
    offered(world, slug, at=at)
    asking.colloquium(slug, at=at)


def edition(slug: str, title: str, first: date, *, opens: date, at: datetime, historical: bool = False) -> None:
    """An edition with its ticket types, programme and exhibitors."""
    chance = random.Random(slug)  # noqa: S311 - a drawing, not a secret
    days = {"starts_on": first.isoformat(), "last_day": (first + timedelta(days=3)).isoformat()}
    row = {"slug": slug, "title": title, "summary": SUMMARY, "mode": "En ligne", **days}
    bring("colloquia", [{**row, "published": historical}], at=at, historical=historical)
    bring("ticket_types", ticket_types(slug, first, opens), at=at, historical=historical)
    if not historical:
        bring("colloquia", [{**row, "published": True}], at=at)
    bring(
        "rooms", [{"colloquium": slug, "name": name, "capacity": 300} for name in ROOMS], at=at, historical=historical
    )
    bring("slots", slots(slug, first), at=at, historical=historical)
    names = speakers(chance)
    bring("speakers", [speaker(slug, name, chance) for name in names], at=at, historical=historical)
    bring("workshops", workshops(slug, first, names), at=at, historical=historical)
    bring("exhibitor_packages", packages(slug), at=at, historical=historical)
    bring("exhibitors", exhibitors(slug, historical=historical), at=at, historical=historical)


def ticket_types(slug: str, first: date, opens: date) -> Iterator[Row]:
    window = {"opens_at": f"{opens} 09:00", "closes_at": f"{first} 12:00"}
    for order, (code, name, price, member, seats) in enumerate(
        [
            ("quatre-jours", "Quatre jours", "320,00", "199,95", 450),
            ("une-journee", "Une journée", "120,00", "75,00", 150),
            ("gala", "Gala d’excellence seulement", "60,00", "45,00", 120),
        ],
        start=1,
    ):
        description = "Tous les ateliers et le rattrapage." if order == 1 else ""
        prices = {"public_price_cents": price, "member_price_cents": member}
        yield {"colloquium": slug, "slug": code, "name": name, "capacity": seats, "order": order, **window, **prices,
               "description": description}  # fmt: skip


def slots(slug: str, first: date) -> Iterator[Row]:
    for day in range(4):
        on = first + timedelta(days=day)
        for start, end in HOURS:
            yield {"colloquium": slug, "starts_at": f"{on} {start}", "ends_at": f"{on} {end}"}


def speakers(chance: random.Random) -> list[str]:
    """Fifty-seven different names."""
    names: dict[str, None] = {}
    while len(names) < SPEAKERS:
        names[f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}-{chance.choice(FAMILY)}"] = None
    return list(names)


def speaker(slug: str, name: str, chance: random.Random) -> Row:
    return {"colloquium": slug, "name": name, "function": chance.choice(FUNCTIONS)}


def workshops(slug: str, first: date, names: list[str]) -> Iterator[Row]:
    """One in each slot of each room, in turn; each speaker at least once."""
    for number, title in enumerate(WORKSHOPS):
        day, place = divmod(number, len(HOURS) * len(ROOMS))
        start, end = HOURS[place // len(ROOMS)]
        on = first + timedelta(days=day)
        kind = "Gala" if "Gala" in title else "Conférence" if "Conférence" in title else "Atelier"
        invited = [names[(number * 2 + i) % SPEAKERS] for i in range(2)]
        yield {
            "colloquium": slug,
            "code": f"A{number + 1:02d}",
            "title": title,
            "abstract": ABSTRACT,
            "kind": "Panel" if title.startswith("Panel") else kind,
            "starts_at": f"{on} {start}",
            "ends_at": f"{on} {end}",
            "room": ROOMS[place % len(ROOMS)],
            "speakers": invited,
            "capacity": 300 if kind == "Conférence" else 80,
        }


def packages(slug: str) -> Iterator[Row]:
    for code, name, cents, badges in PACKAGES:
        price = f"{cents // 100},{cents % 100:02d}"
        yield {"colloquium": slug, "slug": code, "name": name, "price_cents": price, "badges": badges, "capacity": 10}


def exhibitors(slug: str, *, historical: bool) -> Iterator[Row]:
    """Ten in 2021, confirmed; four applications for the next edition."""
    for number, name in enumerate(EXHIBITORS if historical else EXHIBITORS[:4]):
        booth = {"booth": f"K-{number + 1:02d}", "state": "Confirmé"} if historical else {"state": "Candidature"}
        package = PACKAGES[number % 2][0]
        yield {
            "colloquium": slug,
            "package": package,
            "organisation": name,
            "description": "Au service des équipes.",
            **booth,
        }


def tickets(world: World) -> Iterator[Row]:
    """Four hundred and ten people of every region, who registered over ten weeks."""
    step = len(world.people) / TICKETS
    for number in range(TICKETS):
        person = world.people[int(number * step)]
        on = date(2020, 11, 16) + timedelta(days=number % 70)
        yield {
            "colloquium": PAST,
            "ticket_type": "quatre-jours" if number % 5 else "une-journee",
            "email": person.email,
            "given_name": person.given,
            "family_name": person.family,
            "created_at": f"{on} {9 + number % 8}:15",
        }


def orders(world: World, slug: str, *, at: datetime) -> None:
    """Twelve member organisations order for three people each, on account."""
    sold = TicketType.objects.get(colloquium__slug=slug, slug="quatre-jours")
    for number, centre in enumerate(world.centres[2:14]):
        emails = [person.email for person in world.people if person.centre == centre][3:6]
        people = tuple(User.objects.filter(email__in=emails).order_by("pk"))
        place_order(
            lines=[Wanted(LineKind.TICKET, sold.uuid, quantity=len(people), attendees=people)],
            payer=Organisation.objects.get(neq=centre.neq),
            by=LOADER,
            at=at - timedelta(days=12 - number, hours=number % 5),
            on_account=True,
            code=promotions.USED.get(number, ""),
            purchase_order=f"BC-{4100 + number}" if number % 3 == 0 else "",
        )


def offered(world: World, slug: str, *, at: datetime) -> None:
    """A ticket that the team gives to somebody who speaks."""
    sold = TicketType.objects.get(colloquium__slug=slug, slug="quatre-jours")
    guest = User.objects.get(email=next(p.email for p in world.people if p.centre == world.centres[15]))
    line = Wanted(LineKind.TICKET, sold.uuid, 1, (guest,), "Personne conférencière invitée")
    place_order(lines=[line], payer=guest, by=LOADER, at=at - timedelta(days=3))
