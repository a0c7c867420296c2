"""Which records could be one organisation."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from registrations.folding import folded
from registrations.organisations.models import Organisation
from registrations.organisations.rules import distance_km, is_public_mail

NEAR_KM = 0.3
LEGAL_FORMS = frozenset(["inc", "enr", "ltee", "ltd", "senc", "obnl", "cie", "coop"])
Clue = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records, the older first, and why they could be one."""

    older: Organisation
    newer: Organisation
    reasons: tuple[str, ...]


def likely_duplicates(organisation: Organisation | None = None) -> list[Likeness]:
    """Pairs of live records that share a clue, the strongest first; those of one organisation when it is given."""
    rows = list(Organisation.objects.filter(archived_at=None).order_by("pk"))
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    by_clue: dict[Clue, list[Organisation]] = defaultdict(list)
    for row in rows:
        for clue in set(_clues(row)):
            by_clue[clue].append(row)
    for (kind, _value), alike in by_clue.items():
        for one, other in combinations(alike, 2):
            if kind != "place" or _near(one, other):
                found[one.pk, other.pk].append(_reason(kind))
    by_pk = {row.pk: row for row in rows}
    pairs = [Likeness(by_pk[one], by_pk[other], tuple(sorted(set(why)))) for (one, other), why in found.items()]
    wanted = [pair for pair in pairs if organisation is None or organisation in (pair.older, pair.newer)]
    return sorted(wanted, key=lambda pair: (-len(pair.reasons), pair.older.name, pair.newer.name))


def _clues(row: Organisation) -> Iterator[Clue]:
    for name in {row.name, row.legal_name} - {""}:
        words = [word for word in folded(name).split() if word not in LEGAL_FORMS]
        yield "name", " ".join(words)
    hosts = {row.email.rpartition("@")[2], urlsplit(row.website).netloc.removeprefix("www."), *row.email_domains}
    for host in hosts - {""}:
        if not is_public_mail(host):
            yield "domain", host
    if row.postal_code:
        yield "place", row.postal_code
    if row.phone:
        yield "phone", row.phone


def _near(one: Organisation, other: Organisation) -> bool:
    """The same postal code, and no more than a few doors apart when both are on the map."""
    here, there = _place(one), _place(other)
    return here is None or there is None or distance_km(here, there) <= NEAR_KM


def _place(row: Organisation) -> tuple[float, float] | None:
    if row.latitude is None or row.longitude is None:
        return None
    return float(row.latitude), float(row.longitude)


def _reason(kind: str) -> str:
    return {
        "name": _("same name"),
        "domain": _("same domain"),
        "phone": _("same telephone"),
        "place": _("same place"),
    }[kind]
