"""A list of rules tried on the whole library."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cms.diffusion.errors import NoSuchPolicy
from cms.diffusion.models import PolicyVersion, ResourceKind, Verb
from cms.diffusion.queries import audiences_named, rules_of, version_in_force
from cms.diffusion.rules import MONTREAL, Rule, audiences_in, may_write_policy
from cms.library.models import Narrowing, Resource
from cms.simulations.models import PolicySimulation, SimulationState
from cms.simulations.rules import Cell, Outcome, Shift, outcome, shifts
from registrations.actors import Actor

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Simulation:
    """What would change, and against what."""

    against: PolicyVersion | None
    outcome: Outcome
    left_out: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What the board reads of the latest simulation that was kept; `present`: of the rules as they are."""

    simulation: PolicySimulation
    cells: list[dict[str, Any]]
    present: bool
    template: str = "portal/library/impact.html"


def version_to_try(number: int, *, by: Actor) -> PolicyVersion:
    """For those who write the policy. Raises `NoSuchPolicy`."""
    version = PolicyVersion.objects.filter(number=number).first()
    if version is None or not may_write_policy(by):
        raise NoSuchPolicy()
    return version


def simulate(rules: Iterable[Rule], *, at: datetime, against: PolicyVersion | None = None) -> Simulation:
    """Resources x audiences x verbs that these rules open or close, against the version in force (four statements).

    Resources that nobody gets that day whatever the policy says (drafts, embargoes, suspensions) are left out;
    grants, which name people, do not change.
    """
    rules, current = tuple(rules), against or version_in_force(at)
    before = rules_of(current) if current else ()
    names = audiences_in(before, rules)
    asked = {"kinds": ResourceKind.values, "audiences": names, "verbs": Verb.values}
    found = shifts(before, rules, on=at.astimezone(MONTREAL).date(), **asked)
    works: dict[str, dict[date, int]] = defaultdict(dict)
    for kind, day, number in concerned(at).order_by().values_list("kind", "published_on").annotate(n=Count("pk")):
        works[kind][day] = number
    counted = outcome(found, works)
    return Simulation(current, counted, left_out=Resource.objects.filter(live=True).count() - counted.total)


def concerned(at: datetime) -> QuerySet[Resource]:
    """The resources that the policy alone decides on at that moment."""
    suspended = Narrowing.objects.filter(
        resource__translation_key=OuterRef("translation_key"), starts_at__lte=at, ends_at__gt=at
    )
    return Resource.objects.filter(Q(embargo_until=None) | Q(embargo_until__lte=at), ~Exists(suspended), live=True)


def changed(found: Iterable[Shift], *, at: datetime) -> QuerySet[Resource]:
    """The resources of these shifts."""
    condition = Q(pk__in=[])
    for kind, (first, last) in {(shift.kind, shift.span) for shift in found}:
        condition |= Q(kind=kind, published_on__gt=first, published_on__lte=last)
    return concerned(at).filter(condition)


def examples(found: list[Shift], *, opens: bool, at: datetime) -> list[tuple[Resource, str]]:
    """A few resources that open, or close, with who and what; the latest."""
    ours = [shift for shift in found if shift.opens is opens]
    rows = changed(ours, at=at).order_by("-published_on", "-id")[:SHOWN]
    return [(row, said(row.kind, row.published_on, ours)) for row in rows]


def said(kind: str, published_on: date, found: Iterable[Shift]) -> str:
    """*Tout le monde : télécharger, lire ; Conseil : lire*"""
    verbs: dict[str, list[str]] = defaultdict(list)
    for shift in found:
        if shift.concerns(kind, published_on):
            verbs[shift.audience].append(str(Verb(shift.verb).label))
    names = dict(zip(verbs, audiences_named(verbs), strict=True))
    return " ; ".join(f"{names[audience]} : {', '.join(words)}" for audience, words in verbs.items())


def lines(found: list[Shift], *, at: datetime) -> Iterator[tuple[Any, ...]]:
    """Every resource that changes, for the list: kind, title, day, address, what opens, what closes."""
    known: dict[tuple[Shift, ...], tuple[str, str]] = {}
    days: dict[tuple[str, date], tuple[Shift, ...]] = {}
    rows = (
        changed(found, at=at)
        .order_by("kind", "published_on", "pk")
        .values_list("kind", "title", "published_on", "slug")
    )
    for kind, title, day, slug in rows.iterator(chunk_size=2_000):
        if (kind, day) not in days:
            days[kind, day] = tuple(shift for shift in found if shift.concerns(kind, day))
        key = days[kind, day]
        if key not in known:
            opening, closing = ([shift for shift in key if shift.opens is way] for way in (True, False))
            known[key] = (said(kind, day, opening), said(kind, day, closing))
        yield ResourceKind(kind).label, title, day.isoformat(), f"/bibliotheque/{slug}/", *known[key]


def as_data(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Rules as they are kept, with nothing that their order or wording leaves open."""
    return [
        asdict(rule)
        | {"kinds": sorted(rule.kinds), "audiences": sorted(rule.audiences), "verbs": sorted(rule.verbs)}
        | {"explanations": dict(rule.explanations)}
        for rule in rules
    ]


def from_data(rows: Iterable[dict[str, Any]]) -> tuple[Rule, ...]:
    """The rules that were kept."""
    sets = ("kinds", "audiences", "verbs")
    return tuple(Rule(**(row | {name: frozenset(row[name]) for name in sets})) for row in rows)


def digest_of(rules: Iterable[Rule]) -> str:
    return sha256(json.dumps(as_data(rules), sort_keys=True).encode()).hexdigest()


def table(cells: Iterable[Cell | dict[str, Any]]) -> list[dict[str, Any]]:
    """The counts by audience, verb by verb, in the words of the page."""
    found = [cell if isinstance(cell, dict) else asdict(cell) for cell in cells]
    names = list(dict.fromkeys(cell["audience"] for cell in found))
    labels = dict(zip(names, audiences_named(names), strict=True))
    by_key = {(cell["audience"], cell["verb"]): cell for cell in found}
    nothing = {"gained": 0, "lost": 0}
    return [
        {"audience": labels[name], "verbs": [by_key.get((name, str(verb)), nothing) for verb in Verb]} for name in names
    ]


def verbs() -> list[str]:
    return [str(verb.label) for verb in Verb]


def impact_of(version: PolicyVersion) -> Impact | None:
    """The latest kept simulation of a version, for the page where its adoption is confirmed."""
    row = PolicySimulation.objects.filter(policy=version, state=SimulationState.DONE).order_by("-at").first()
    if row is None:
        return None
    return Impact(row, table(row.result["cells"]), present=row.rules_sha256 == digest_of(rules_of(version)))
