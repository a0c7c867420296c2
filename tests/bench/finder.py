"""The centre finder over 400 organisations, as a signed-in person gets it: nothing is answered from the cache."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from registrations.directory.queries import Search, directory
from registrations.models import Organisation, ServicePoint, Term, User

ORGANISATIONS, TERMS, ROUNDS = 400, 8, 30
MONTREAL, DAY = (45.509, -73.588), date(2026, 10, 6)


def measure() -> dict[str, Any]:
    """Median milliseconds of the query alone, of the API's answer and of the page with its map."""
    client = Client()
    client.force_login(User.objects.get_or_create(email="finder@bench.test")[0])
    fill()
    found = {
        "finder_query_ms": lambda: directory(Search(near=MONTREAL), on=DAY).rows(0, 20),
        "finder_api_ms": lambda: client.get("/api/v1/organisations?place=Montreal"),
        "finder_page_ms": lambda: client.get("/organismes/?place=Montreal"),
    }
    return {name: median(act) for name, act in found.items()}


def fill() -> None:
    """Spread over the inhabited south, each with two words and a point of service; made once."""
    if Organisation.objects.filter(slug__startswith="bench-").exists():
        return
    made = [
        Organisation(slug=f"bench-{n}", name=f"Centre {n}", municipality="Lévis", region=f"{n % 17 + 1:02d}",
                     latitude=45 + n % 40 / 10, longitude=-79 + n % 97 / 8)
        for n in range(ORGANISATIONS)
    ]  # fmt: skip
    rows = Organisation.objects.bulk_create(made)
    terms = Term.objects.bulk_create(Term(kind="speciality", slug=f"b{n}", name_fr=f"Mot {n}") for n in range(TERMS))
    between = Organisation.terms.through
    between.objects.bulk_create(
        between(organisation=row, term=terms[(number + shift) % TERMS])
        for number, row in enumerate(rows)
        for shift in (0, 3)
    )
    ServicePoint.objects.bulk_create(
        ServicePoint(organisation=row, name="Point", municipality="Alma", latitude=48.5, longitude=-71.6)
        for row in rows
    )


def median(act: Callable[[], object]) -> float:
    """Milliseconds of the middle round."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times), 1)
