"""Organisations, their staff and two years of memberships."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from config.demo.bringing import LOADER, Row, bring
from config.demo.data.colloquium import EXHIBITORS
from config.demo.data.places import MEASURES, SPECIALITIES
from config.demo.parts import records
from config.demo.world import Centre, Person, World
from registrations.memberships.actions import add_category, open_year
from registrations.organisations.rules import Region

ROLES = {
    "director": "Direction générale",
    "manager": "Gestionnaire",
    "practitioner": "Intervenant·e",
    "administrative": "Soutien administratif",
}
PAST = "2020-2021"
FUNDER = "Fonds québécois des compétences (démonstration)"


def load(world: World, *, at: datetime, past: datetime) -> str:
    """Bring the register; the label of the current membership year."""
    bring("terms", terms(), at=past, historical=True)
    bring("organisations", [*map(organisation, world.centres), funder(), *partners()], at=past, historical=True)
    bring("people", map(post, world.people), at=past, historical=True)
    records.load(world, past=past)
    return memberships(world, at=at, past=past)


def terms() -> Iterator[Row]:
    for name in SPECIALITIES.values():
        yield {"vocabulary": "Spécialité", "name_fr": name}
    for name in MEASURES.values():
        yield {"vocabulary": "Mesure", "name_fr": name}
    yield from records.networks()


def organisation(centre: Centre) -> Row:
    place = centre.place
    letter = "ABCEGHJKLMNPRSTVWXYZ"[centre.number % 20]
    return {
        "name": centre.name,
        "legal_name": f"{centre.name} inc.",
        "neq": centre.neq,
        "kind": "Centre",
        "region": Region(place.region).label,
        "street": f"{100 + centre.number * 7}, rue Principale",
        "municipality": place.name,
        "postal_code": f"{place.postal} {centre.number % 9 + 1}{letter}{centre.number % 7 + 1}",
        "latitude": place.latitude,
        "longitude": place.longitude,
        "website": f"https://{centre.domain}",
        "phone": f"418 555-{100 + centre.number:04d}",
        "email": f"info@{centre.domain}",
        "email_domains": centre.domain,
        "billing_email": f"comptabilite@{centre.domain}",
        "specialities": centre.specialities,
        "measures": centre.measures,
        **records.said_of(centre),
    }


def funder() -> Row:
    return {"name": FUNDER, "kind": "Bailleur de fonds", "region": "Capitale-Nationale", "municipality": "Québec"}


def partners() -> Iterator[Row]:
    for name in EXHIBITORS:
        yield {"name": name, "kind": "Entreprise", "region": "Montréal", "municipality": "Montréal"}


def post(person: Person) -> Row:
    return {
        "given_name": person.given,
        "family_name": person.family,
        "email": person.email,
        "organisation": person.centre.name,
        "role": ROLES[person.role],
        "is_registrar": person.registrar,
        "starts_on": f"{2012 + hash_of(person.email) % 8}-09-01",
    }


def hash_of(text: str) -> int:
    """The same on every machine, unlike `hash`."""
    return sum(ord(letter) * place for place, letter in enumerate(text, start=1))


def memberships(world: World, *, at: datetime, past: datetime) -> str:
    """All ninety-five in 2020-2021; last year all but three, who have asked for this one (`renewals` does the rest)."""
    add_category(name_fr="Membre actif", name_en="Active member", by=LOADER, at=past)
    add_category(name_fr="Membre associé", name_en="Associate member", by=LOADER, at=past)
    open_year(label=PAST, starts_on=date(2020, 4, 1), ends_on=date(2021, 4, 1), by=LOADER, at=past)
    start = first_day(at.date())
    label = f"{start.year}-{start.year + 1}"
    last = start.replace(year=start.year - 1)
    before = f"{last.year}-{start.year}"
    open_year(label=before, starts_on=last, ends_on=start, by=LOADER, at=past)
    open_year(label=label, starts_on=start, ends_on=start.replace(year=start.year + 1), by=LOADER, at=at)
    bring("memberships", [membership(centre, PAST, "Active", date(2020, 4, 1)) for centre in world.centres], at=past,
          historical=True)  # fmt: skip
    members = [membership(centre, before, "Admise", last) for centre in renewing(world)]
    asked = [membership(centre, label, "Demandée", start + timedelta(days=30)) for centre in world.centres[90:91]]
    bring("memberships", [*members, *asked], at=at)
    return label


def first_day(today: date) -> date:
    """Of the demo's present year: the first of a month, six to eleven weeks ago, so that its campaign is under way."""
    return (today - timedelta(days=45)).replace(day=1)


def renewing(world: World) -> list[Centre]:
    """The members of last year: all but the three that ask to join."""
    return [*world.centres[:88], *world.centres[91:]]


def membership(centre: Centre, year: str, state: str, since: date) -> Row:
    decided = (
        {"resolution": f"CA-{since.year}-03", "resolved_on": f"{since.year}-03-12"}
        if state in {"Active", "Admise"}
        else {}
    )
    return {
        "organisation": centre.name,
        "year": year,
        "category": "Membre actif",
        "state": state,
        "starts_on": since.isoformat(),
        **decided,
    }
