"""Places of Quebec: what a person types, understood as coordinates. Read once per process from `data/`, no service."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from registrations.folding import folded
from registrations.organisations.rules import Region

DATA = Path(__file__).parent / "data"
POSTAL = re.compile(r"([GHJ]\d[A-Z])(\d[A-Z]\d)?")
LONGEST = 100
WRITTEN_SHORT = {"st": "saint", "ste": "sainte", "sts": "saint", "stes": "sainte", "mtl": "montreal"}
OF_QUEBEC = ("quebec", "qc", "canada")
SUGGESTIONS = 3


class PlaceKind(StrEnum):
    MUNICIPALITY = "municipality"
    POSTAL_AREA = "postal_area"
    REGION = "region"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Place:
    """A point that a name stands for. `weight` is about its inhabitants: the heaviest of one name is meant."""

    name: str
    region: str
    latitude: float
    longitude: float
    kind: PlaceKind = PlaceKind.MUNICIPALITY
    weight: int = 0

    @property
    def point(self) -> tuple[float, float]:
        return self.latitude, self.longitude

    @property
    def full_name(self) -> str:
        """With its region, as `understand` takes it: tells apart the places of one name."""
        return f"{self.name} ({Region(self.region).label})"


@dataclass(frozen=True, slots=True)
class Understood:
    """What was typed, the place it means if any, and the others it could mean: homonyms, or names that look like it."""

    given: str
    place: Place | None = None
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every known place, by folded name (several may share one) and by postal code."""

    named: dict[str, tuple[Place, ...]]
    coded: dict[str, Place]

    def find(self, text: str) -> tuple[Place, ...]:
        """The places of that name, the most peopled first; with a region beside it, that region's."""
        words = key(text)
        if words in self.named:
            return self.named[words]
        for region, label in REGION_WORDS.items():
            if words.endswith(f" {label}"):
                same_name = self.named.get(words.removesuffix(f" {label}"), ())
                return tuple(place for place in same_name if place.region == region)
        return self.named.get(plain(words), ())

    def like(self, text: str) -> tuple[Place, ...]:
        """A few places whose name looks like it."""
        words = key(text)
        starts = sorted((name for name in self.named if words and name.startswith(words)), key=len)
        close = get_close_matches(words, self.named, n=SUGGESTIONS, cutoff=0.75)
        return tuple(self.named[name][0] for name in dict.fromkeys(starts + close))[:SUGGESTIONS]


REGION_WORDS = {region.value: folded(region.label) for region in Region}


def understand(text: str) -> Understood:
    """A municipality, a postal code (whole or its first three characters) or a region; accents and *St-* forgiven."""
    given = " ".join(text[:LONGEST].split())
    gazetteer = load()
    if code := POSTAL.fullmatch(re.sub(r"[\s-]", "", given).upper()):
        area = gazetteer.coded.get(code.group()) or gazetteer.coded.get(code.group(1))
        return Understood(given, area)
    found = gazetteer.find(given)
    return Understood(given, found[0], found[1:]) if found else Understood(given, None, gazetteer.like(given))


def placed(*, postal_code: str, municipality: str, region: str) -> Place | None:
    """Where an address is, roughly: by its municipality (in its region), else by its postal code."""
    same_name = load().find(municipality) if municipality else ()
    there = [place for place in same_name if place.region == region] or list(same_name)
    return there[0] if there else understand(postal_code).place if postal_code else None


def key(text: str) -> str:
    """One spelling of a name: *Ste-Thérèse* and *sainte therese* are the same."""
    return " ".join(WRITTEN_SHORT.get(word, word) for word in folded(text).split() if word not in {"l", "d"})


def plain(words: str) -> str:
    """Without what people write around a name: *ville de Québec*, *Gaspé, QC, Canada*."""
    parts = words.split()
    if len(parts) > 2 and parts[0] in {"ville", "municipalite", "region"} and parts[1] in {"de", "du", "la"}:
        parts = parts[2:]
    while len(parts) > 1 and parts[-1] in OF_QUEBEC:
        parts.pop()
    return " ".join(parts)


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The committed tables."""
    named: dict[str, list[Place]] = defaultdict(list)
    coded: dict[str, Place] = {}
    for place, codes in _municipalities():
        named[key(place.name)].append(place)
        coded.update(dict.fromkeys(codes, place))
    for region, words in REGION_WORDS.items():
        if words not in named:  # Montréal, Laval: the municipality says more
            named[words].append(_middle(region, [place for places in named.values() for place in places]))
    coded.update(_postal_areas())
    by_weight = {name: tuple(sorted(places, key=lambda p: -p.weight)) for name, places in named.items()}
    return Gazetteer(by_weight, coded)


def _municipalities() -> Iterator[tuple[Place, list[str]]]:
    for row in _rows("places.csv"):
        point = float(row["latitude"]), float(row["longitude"])
        yield Place(row["name"], row["region"], *point, weight=int(row["weight"])), row["postal_codes"].split()


def _postal_areas() -> Iterator[tuple[str, Place]]:
    for row in _rows("postal_areas.csv"):
        name = f"{row['area']}, {row['near']}" if row["near"] else row["area"]
        point = float(row["latitude"]), float(row["longitude"])
        yield row["area"], Place(name, row["region"], *point, kind=PlaceKind.POSTAL_AREA)


def _middle(region: str, places: list[Place]) -> Place:
    """Where the people of a region are, on average."""
    own = [place for place in places if place.region == region and place.kind == PlaceKind.MUNICIPALITY]
    people = sum(place.weight for place in own)
    latitude = sum(place.latitude * place.weight for place in own) / people
    longitude = sum(place.longitude * place.weight for place in own) / people
    return Place(Region(region).label, region, round(latitude, 3), round(longitude, 3), PlaceKind.REGION)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
