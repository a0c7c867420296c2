"""The library of 1,000, 10,000 and 100,000 works on PostgreSQL: lists, searches, facets and records, as a member asks.

Titles, summaries and texts are made of words whose frequencies fall as those of a language do, so that some words are
everywhere and most are rare. Drawn in `library.svg`; the numbers are medians in milliseconds.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.charts import columns
from tests.bench.growth import STYLE

SIZES, TURNS = (1_000, 10_000, 100_000), 9
TEXT_WORDS, VOCABULARY = 400, 30_000
COMMON = ("emploi", "formation", "guide", "accueil", "stage", "immigration", "télépratique", "jeunesse", "employeur")
KINDS = ("guide", "tool", "brief", "research", "survey", "pay_survey", "annual_report", "memory_aid", "newsletter")


def measure() -> dict[str, Any]:
    """Median times at each size, of each question without its facets and with them."""
    sizes = []
    for size in SIZES:
        fill(size)
        sizes.append({"works": size} | times())
    draw(sizes)
    return {"library": sizes, "load": round(os.getloadavg()[0], 1)}


def times() -> dict[str, Any]:
    from cms.library.queries import FACETS, Filters, listing, reader_as, record
    from cms.models import Resource

    asking, now = reader_as("member"), timezone.now()
    middle = Resource.objects.order_by("-published_on")[Resource.objects.count() // 2]
    questions = {
        "list": Filters(),
        "kind_and_year": Filters(kind=("guide", "tool"), year=(2024,)),
        "topic": Filters(topic=("topic-3",)),
        "rare_word": Filters(q=middle.title.split()[-1]),
        "two_words": Filters(q=" ".join(middle.title.split()[-2:])),
        "common_word": Filters(q="emplois"),
        "common_and_other": Filters(q="formation télépratique"),
        "phrase": Filters(q=f'"{" ".join(middle.title.split()[-2:])}"'),
        "nothing": Filters(q="zzyzx"),
    }
    found: dict[str, Any] = {}
    for name, filters in questions.items():
        page = lambda facets, filters=filters: listing(asking, filters, at=now, limit=20, facets=facets)  # noqa: E731
        found[name] = median(lambda page=page: page(()))
        found[f"{name}_facets"] = median(lambda page=page: page(FACETS))
    after = listing(asking, Filters(q="emplois"), at=now, limit=20, facets=()).after
    found["next_page"] = median(lambda: listing(asking, Filters(q="emplois"), at=now, limit=20, place=after, facets=()))
    found["record"] = median(lambda: record(middle.slug, asking, at=now))
    with CaptureQueriesContext(connection) as statements:
        listing(asking, Filters(q="formation"), at=now, limit=20, facets=FACETS)
    plain = [found[name] for name in questions]
    with_facets = [found[f"{name}_facets"] for name in questions]
    found |= {"median": round(statistics.median(plain), 1), "median_facets": round(statistics.median(with_facets), 1)}
    return found | {"statements": len(statements)}


def median(act: Callable[[], Any]) -> float:
    act()
    elapsed = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        act()
        elapsed.append(1000 * (time.perf_counter() - start))
    return round(statistics.median(elapsed), 1)


def fill(size: int) -> None:
    """Works up to `size`, each with its file and its entry in the index."""
    from cms.models import Resource, ResourceFile, SearchEntry, Topic
    from cms.search.rules import terms
    from tests.factories.cms import ResourceFactory, adopted

    rng, words = random.Random(size), vocabulary()
    kept = [" ".join(terms(word)) for word in words]
    if not Resource.objects.exists():
        adopted(
            {"kinds": ["guide", "brief", "annual_report"], "clause": "2.2"},
            {"kinds": ["tool", "memory_aid", "newsletter", "research"], "audiences": ["member"], "clause": "4.2"},
            {"kinds": ["survey", "pay_survey"], "audiences": ["manager"], "delay_days": 30, "clause": "6.1"},
            {"kinds": list(KINDS[:-1]), "verbs": ["see"], "clause": "2.1"},
        )
        Topic.objects.bulk_create([Topic(slug=f"topic-{n}", name_fr=f"Thème {n}") for n in range(20)])
        ResourceFactory(slug="premiere")
    locale, topics = Resource.objects.first().locale, list(Topic.objects.all())
    through, there = Resource.topics.through, Resource.objects.count()
    for begin in range(there, size, 2_000):
        many = range(begin, min(begin + 2_000, size))
        rows = Resource.objects.bulk_create(
            [
                Resource(
                    slug=f"work-{n}",
                    locale=locale,
                    title=" ".join(pick(rng, words, 6)).capitalize(),
                    abstract=" ".join(pick(rng, words, 40)),
                    kind=KINDS[n % len(KINDS)],
                    languages="fr" if n % 7 else "en fr",
                    published_on=date(2027, 1, 1) - timedelta(days=n * 4_000 // size),
                )
                for n in many
            ]
        )
        now = timezone.now()
        ResourceFile.objects.bulk_create(
            [ResourceFile(resource=row, format="pdf", file="a.pdf", original_name="a.pdf", size=9, pages=9,
                          sha256="ab" * 32, created_at=now) for row in rows]
        )  # fmt: skip
        through.objects.bulk_create(
            [through(resource=row, topic=topic) for row in rows for topic in rng.sample(topics, 2)]
        )
        SearchEntry.objects.bulk_create(
            [
                SearchEntry(kind="resource", about=row.pk, title=" ".join(terms(row.title)),
                            summary=" ".join(terms(row.abstract)), text=" ".join(pick(rng, kept, TEXT_WORDS)))
                for row in rows
            ],
            update_conflicts=True, unique_fields=["kind", "about"], update_fields=["title", "summary", "text", "stale"],
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def vocabulary() -> list[str]:
    """The common words of the trade, then made-up ones."""
    rng = random.Random(1)
    syllables = [
        "ba",
        "cor",
        "du",
        "fel",
        "gi",
        "lan",
        "mo",
        "net",
        "pri",
        "ra",
        "si",
        "tou",
        "ver",
        "zo",
        "chan",
        "bel",
    ]
    made = dict.fromkeys("".join(rng.choices(syllables, k=rng.randint(2, 4))) for _n in range(VOCABULARY))
    return [*COMMON, *made]


def pick(rng: random.Random, words: list[str], number: int) -> list[str]:
    """Words by ranks whose frequency falls as their inverse: the first is in most texts."""
    most = len(words)
    return [words[min(int(most ** rng.random()) - 1, most - 1)] for _n in range(number)]


def draw(sizes: list[dict[str, Any]]) -> None:
    """One group of bars for each size, in tenths of a millisecond."""
    names = ("list", "two_words", "common_word", "median", "median_facets")
    groups = [(f"{size['works']:,}", [round(10 * size[name]) for name in names]) for size in sizes]
    picture = columns(
        groups,
        [name.replace("_", " ") for name in names],
        title="Lists and searches by works in the library",
        description=f"Medians of {TURNS}, in tenths of a millisecond.",
    )
    path = Path(os.environ["DATA_DIR"]) / "library.svg"
    path.write_text(
        str(picture).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace("</desc>", STYLE, 1)
    )
    print(f"drawn: {path}")
