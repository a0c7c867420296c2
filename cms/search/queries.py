"""Looking up the index: conditions on the keys of records, which the records' own feature adds to what may be seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import connection
from django.db.models import BigIntegerField, Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL

from cms.search.models import SearchEntry, SearchWord
from cms.search.registry import SOURCES, Hit
from cms.search.rules import Question, in_postgresql, in_sqlite, near, question, term
from cms.search.triggers import FTS, TABLE
from registrations.folding import folded
from registrations.people.models import User

MOST_KNOWN = 5_000
IN_TEXT = 1
"""The rank of what only the text of a file says."""


class Where(StrEnum):
    """How much of a record is looked through: its title, what its record shows, all of its text."""

    TITLE = "title"
    HEAD = "head"
    WHOLE = "whole"


COLUMNS = {Where.TITLE: ("title",), Where.HEAD: ("title", "summary"), Where.WHOLE: ("title", "summary", "text")}


def matching(kind: str, asked: Question, where: Where, *, whole: bool = False) -> Q:
    """The records of this kind, by key, in which every word and phrase is found."""
    return Q(pk__in=_keys(kind, asked, where, whole=whole))


def rank(kind: str, asked: Question) -> Case:
    """4 when the very words are in the title, 3 their beginnings, 2 in what the record shows, 1 in its text alone."""
    return Case(
        When(matching(kind, asked, Where.TITLE, whole=True), then=Value(4)),
        When(matching(kind, asked, Where.TITLE), then=Value(3)),
        When(matching(kind, asked, Where.HEAD), then=Value(2)),
        default=Value(IN_TEXT),
        output_field=IntegerField(),
    )


def _keys(kind: str, asked: Question, where: Where, *, whole: bool) -> RawSQL:
    """Both databases answer by the index alone; the words are letters and figures, and parameters besides."""
    if connection.vendor == "postgresql":
        sql = f"SELECT about FROM {TABLE} WHERE kind = %s AND {where}_vector @@ %s::tsquery"  # noqa: S608
        return RawSQL(sql, (kind, in_postgresql(asked, whole=whole)), BigIntegerField())  # noqa: S611
    sql = f"SELECT about FROM {TABLE} WHERE kind = %s AND id IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s)"  # noqa: S608
    return RawSQL(sql, (kind, in_sqlite(asked, COLUMNS[where], whole=whole)), BigIntegerField())  # noqa: S611


def stale(kind: str, *, at_most: int) -> list[int]:
    """The keys of the records of this kind whose entry is behind them."""
    found = SearchEntry.objects.filter(kind=kind, stale=True).order_by("id")
    return list(found.values_list("about", flat=True)[:at_most])


@dataclass(frozen=True, slots=True)
class Answer:
    """What the whole site answers: the best of all kinds together, and how many of each."""

    counts: dict[str, int]
    hits: list[Hit]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def answer(q: str, *, person: User | None, at: datetime, kinds: Iterable[str] = (), most: int) -> Answer:
    """The same words asked of every source: the title over what is shown over the text, then the newest."""
    if not question(q):
        return Answer({}, [])
    wanted = [kind for kind in SOURCES if kind in kinds] or list(SOURCES)
    found = {kind: SOURCES[kind].find(q, person, at, most) for kind in wanted}
    hits = sorted(
        (hit for each in found.values() for hit in each.first),
        key=lambda hit: (hit.rank, hit.on or date.min),
        reverse=True,
    )
    return Answer({kind: each.count for kind, each in found.items()}, hits[:most])


def corrected(text: str) -> str:
    """The same words with the unknown ones replaced by a near known one; "" when there is nothing better to try.

    The caller asks again before showing it: a word may be known from a record that its reader does not know of.
    """
    words = text.split()
    found = [_corrected(word) for word in words]
    return " ".join(found) if found != words else ""


def _corrected(word: str) -> str:
    plain = folded(word)
    if not plain or " " in plain or len(plain) < 4:
        return word
    kept = SearchWord.objects.filter(word__startswith=plain)
    if kept.exists() or SearchWord.objects.filter(word=term(plain)).exists():
        return word
    return near(plain, _candidates(plain)) or word


def _candidates(plain: str) -> list[str]:
    """Known words that begin by the same letter, or by its second one, when the first was missed or swapped."""
    firsts = Q(word__startswith=plain[0]) | Q(word__startswith=plain[1])
    return list(SearchWord.objects.filter(firsts).order_by("word").values_list("word", flat=True)[:MOST_KNOWN])
