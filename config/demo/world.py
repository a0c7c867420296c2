"""The invented people and organisations, drawn once from a fixed seed: the same world on every machine."""

import random
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.text import slugify

from config.demo.data.names import FAMILY, GIVEN
from config.demo.data.places import BRANDS, MEASURES, PLACES, SPECIALITIES, Place

ORGANISATIONS = 95
PEOPLE = 1_700


@dataclass(frozen=True)
class Centre:
    """One member organisation."""

    number: int
    name: str
    place: Place
    specialities: list[str]
    measures: list[str]

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def domain(self) -> str:
        return f"{self.slug}.exemple"

    @property
    def neq(self) -> str:
        return f"11{self.number:08d}"


@dataclass(frozen=True)
class Person:
    """One member of the staff of a centre."""

    given: str
    family: str
    email: str
    centre: Centre
    role: str
    registrar: bool = False


@dataclass
class World:
    """Everybody, in a fixed order."""

    seed: int = 1987
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - a drawing, not a secret

    @cached_property
    def centres(self) -> list[Centre]:
        """Ninety-five centres: each brand once in a place, every region reached."""
        chosen: dict[str, Centre] = {}
        number = 0
        while len(chosen) < ORGANISATIONS:
            place = PLACES[number % len(PLACES)]
            name = f"{self.chance.choice(BRANDS)} {place.name}"
            number += 1
            if name not in chosen:
                chosen[name] = self.centre(len(chosen) + 1, name, place)
        return list(chosen.values())

    def centre(self, number: int, name: str, place: Place) -> Centre:
        nudged = place._replace(
            latitude=round(place.latitude + self.chance.uniform(-0.02, 0.02), 5),
            longitude=round(place.longitude + self.chance.uniform(-0.02, 0.02), 5),
        )
        specialities = self.chance.sample(list(SPECIALITIES.values()), k=self.chance.randint(1, 3))
        measures = self.chance.sample(list(MEASURES.values()), k=self.chance.randint(1, 2))
        return Centre(number, name, nudged, specialities, measures)

    @cached_property
    def people(self) -> list[Person]:
        """Seventeen hundred people: one director a centre, some managers, mostly practitioners."""
        people: list[Person] = []
        taken: set[str] = set()
        for centre in self.centres:
            people.extend(self.person(centre, position, taken) for position in range(self.staff_of(centre.number)))
        return people

    def staff_of(self, number: int) -> int:
        """1,700 shared over 95 centres: 85 of eighteen and ten of seventeen people."""
        return PEOPLE // ORGANISATIONS + (1 if number <= PEOPLE % ORGANISATIONS else 0)

    def person(self, centre: Centre, position: int, taken: set[str]) -> Person:
        given, family = self.chance.choice(GIVEN), self.chance.choice(FAMILY)
        address = f"{slugify(given)}.{slugify(family)}"
        while f"{address}@{centre.domain}" in taken:
            given, family = self.chance.choice(GIVEN), self.chance.choice(FAMILY)
            address = f"{slugify(given)}.{slugify(family)}"
        email = f"{address}@{centre.domain}"
        taken.add(email)
        role = {0: "director", 1: "administrative", 2: "manager", 3: "manager"}.get(position, "practitioner")
        return Person(given, family, email, centre, role, registrar=position in (0, 1))
