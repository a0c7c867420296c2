"""Writing the index: called by the features whose records it holds, in the transaction that changes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from cms.search.models import SearchEntry, SearchWord
from cms.search.rules import EMPTY, pieces, terms
from registrations.folding import folded

LONGEST = 400_000
"""Letters of folded text kept of one record: what fits in a vector of PostgreSQL, whatever the words."""
NUMBERS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What a record gives to look for: `about` is its key, `words` what `terms` made of a longer text."""

    about: int
    title: str
    summary: str = ""
    words: str = ""


@transaction.atomic
def index(kind: str, entries: Iterable[Entry]) -> int:
    """Keep the words of these records, in place of what was kept of them; how many."""
    entries = list(entries)
    rows = [
        SearchEntry(
            kind=kind,
            about=entry.about,
            title=" ".join(terms(entry.title)),
            summary=" ".join(terms(entry.summary)),
            text=_short(entry.words),
        )
        for entry in entries
    ]
    SearchEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "about"],
        update_fields=["title", "summary", "text", "stale"],
        batch_size=200,
    )
    _learn(entries)
    return len(rows)


@transaction.atomic
def forget(kind: str, keys: Iterable[int]) -> None:
    """Leave these records out of the index."""
    SearchEntry.objects.filter(kind=kind, about__in=list(keys)).delete()


@transaction.atomic
def forget_words() -> None:
    """Begin the list of known words anew: before everything is indexed again."""
    SearchWord.objects.all().delete()


def _learn(entries: list[Entry]) -> None:
    """Remember the words of titles and summaries as they are written, but for their accents and number."""
    found = {word for entry in entries for word in folded(f"{entry.title} {entry.summary}").split()}
    words = sorted(word for word in found - EMPTY if 4 <= len(word) <= 40 and not word[0].isdigit())
    for at in range(0, len(words), NUMBERS):
        some = words[at : at + NUMBERS]
        known = set(SearchWord.objects.filter(word__in=some).values_list("word", flat=True))
        SearchWord.objects.bulk_create(
            [SearchWord(word=word) for word in some if word not in known], ignore_conflicts=True
        )


def _short(text: str) -> str:
    """Cut between words."""
    if len(text) <= LONGEST:
        return text
    return next(pieces(text, LONGEST)).rpartition(" ")[0]
