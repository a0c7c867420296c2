"""Lists of the library: searched, narrowed, counted and ordered among what the reader may know, and nothing else.

A record is found by its title and by what it shows; by the text of its files, only for those who may download them.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import ExtractYear

from cms.diffusion.models import Verb
from cms.diffusion.queries import Policy, language, policy_in_force
from cms.diffusion.rules import LADDER
from cms.library.following import KIND
from cms.library.models import CollectionItem, FilePage, Resource
from cms.library.queries.access import Access, Reader, access_of, allowed, decisions, reader_as, visible_to
from cms.library.queries.listing import PRESENT, with_files
from cms.library.rules import ResourceState
from cms.search.queries import IN_TEXT, Where, corrected, matching, rank
from cms.search.rules import Part, Question, excerpt, question

FACETS = ("kind", "topic", "collection", "language", "year", "audience")
Keys = tuple[int, date, int]
"""Where a record stands in a list: its rank (0 when nothing is searched), its day, its key."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by; empty means all, several values of one filter mean any of them."""

    q: str = ""
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    audience: tuple[str, ...] = ()
    available: bool = False

    @property
    def asked(self) -> Question:
        return question(self.q)

    @property
    def narrow(self) -> bool:
        """Whether anything but words narrows the list."""
        return self != Filters(q=self.q)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after the record that stands there, or before it."""

    keys: Keys
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """What to try when nothing was found: other words, or the same without filters; only what would find something."""

    words: str = ""
    without_filters: int = 0


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where the words were found; `page` when it is one of a file."""

    parts: list[Part]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the library: resources with `shown_files` and the access to them, and the counts beside.

    `before` and `after` are the places of the pages around it; None where there is none.
    """

    count: int
    resources: list[Resource]
    access: dict[int, Access]
    facets: dict[str, dict[str, int]]
    policy: Policy
    asked: Question = field(default_factory=Question)
    before: Place | None = None
    after: Place | None = None
    advice: Advice | None = None
    excerpts: dict[int, Excerpt] = field(default_factory=dict)
    """Where the words were found, by key of the resource."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Who looks, under which policy and when: what every part of a list is asked for."""

    reader: Reader
    policy: Policy
    at: datetime

    def downloadable(self, audience: str = "") -> Q:
        reader = reader_as(audience) if audience else self.reader
        return allowed(reader, self.policy, verb=Verb.DOWNLOAD, at=self.at)

    def found(self, filters: Filters) -> QuerySet[Resource]:
        """What this reader may see of what is asked for, one record per work: theirs when their language has one."""
        asked = self.answering(filters.asked)
        seen = visible_to(self.reader, policy=self.policy, at=self.at).filter(asked)
        seen = seen.exclude(state=ResourceState.REPLACED)  # it keeps its page alone
        mine = Resource.objects.filter(
            asked, translation_key=OuterRef("translation_key"), locale__language_code=language(), live=True
        )
        return self.narrowed(seen.filter(Q(locale__language_code=language()) | ~Exists(mine)), filters)

    def answering(self, asked: Question) -> Q:
        """Found in what the record shows; in the text of its files too, for those who may have them."""
        if not asked:
            return Q()
        shown = matching(KIND, asked, Where.HEAD) | self.downloadable()
        return matching(KIND, asked, Where.WHOLE) & shown

    def narrowed(self, resources: QuerySet[Resource], filters: Filters) -> QuerySet[Resource]:
        if filters.kind:
            resources = resources.filter(kind__in=filters.kind)
        if filters.topic:
            about = Resource.topics.through.objects.filter(resource=OuterRef("pk"), topic__slug__in=filters.topic)
            resources = resources.filter(Exists(about))
        if filters.collection:
            places = CollectionItem.objects.filter(
                resource__translation_key=OuterRef("translation_key"), collection__slug__in=filters.collection
            )
            resources = resources.filter(Exists(places))
        if filters.language:
            resources = resources.filter(_any(Q(languages__contains=code) for code in filters.language))
        if filters.year:
            resources = resources.filter(_any(Q(published_on__year=year) for year in filters.year))
        if filters.audience:
            resources = resources.filter(_any(self.downloadable(audience) for audience in filters.audience))
        if filters.available:
            resources = resources.filter(self.downloadable()).exclude(languages="")
        return resources


def listing(
    reader: Reader,
    filters: Filters,
    *,
    at: datetime,
    limit: int,
    offset: int = 0,
    place: Place | None = None,
    facets: Collection[str] = FACETS,
) -> Listing:
    """What this reader may see: six statements, and one more for topics, collections and audiences.

    The best answers come first, then the newest. Beyond some thousands, follow `after` rather than `offset`.
    """
    shelf = Shelf(reader, policy_in_force(at), at)
    counts = _counts(shelf, filters, facets)
    total = counts.pop("", {}).get("", 0)
    rows, more = _page(shelf, filters, place=place, limit=limit, offset=offset)
    with_files(rows)
    found_access = decisions(rows, reader, shelf.policy, verb=Verb.DOWNLOAD, at=at)
    before, after = _around(rows, place, offset=offset, more=more)
    return Listing(
        count=total,
        resources=rows,
        access={key: access_of(decision, shelf.policy, reader) for key, decision in found_access.items()},
        facets={name: counts[name] for name in FACETS if name in facets},
        policy=shelf.policy,
        asked=filters.asked,
        before=before,
        after=after,
        advice=None if total else _advice(shelf, filters),
        excerpts=_excerpts(rows, filters.asked),
    )


def _page(
    shelf: Shelf, filters: Filters, *, place: Place | None, limit: int, offset: int
) -> tuple[list[Resource], bool]:
    """The records of a page, and whether others follow in the direction that one reads."""
    asked = filters.asked
    found = shelf.found(filters).select_related("locale").prefetch_related("topics")
    found = found.annotate(rank=rank(KIND, asked)) if asked else found
    sign = "" if place and place.backwards else "-"
    names = (["rank"] if asked else []) + ["published_on", "id"]
    if place:
        found = found.filter(_beyond(names, place))
    start = 0 if place else offset
    rows = list(found.order_by(*(f"{sign}{name}" for name in names))[start : start + limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return (rows[::-1] if sign == "" else rows), more


def _beyond(names: list[str], place: Place) -> Q:
    """The rows that stand after the place (before it, backwards), in the order of these columns."""
    values = place.keys[-len(names) :]
    way = "gt" if place.backwards else "lt"
    condition = Q()
    for name, value in reversed(list(zip(names, values, strict=True))):
        step = Q(**{f"{name}__{way}": value})
        condition = step | (Q(**{name: value}) & condition) if condition else step
    return condition


def _around(rows: list[Resource], place: Place | None, *, offset: int, more: bool) -> tuple[Place | None, Place | None]:
    if not rows:
        return None, None
    backwards = bool(place and place.backwards)
    has_before = more if backwards else bool(place or offset)
    has_after = True if backwards else more
    before = Place(_keys(rows[0]), backwards=True) if has_before else None
    return before, Place(_keys(rows[-1])) if has_after else None


def _keys(row: Resource) -> Keys:
    return getattr(row, "rank", 0), row.published_on, row.pk


def _counts(shelf: Shelf, filters: Filters, facets: Collection[str]) -> dict[str, dict[str, int]]:
    """How many resources each value of a filter would leave, the other filters standing; under "", all of them."""
    loose = replace(filters, kind=(), year=(), language=())
    cells = shelf.found(loose).order_by().annotate(year=ExtractYear("published_on"))
    cube = [
        (number, {"kind": {kind}, "year": {str(year)}, "language": set(languages.split())})
        for kind, year, languages, number in cells.values_list("kind", "year", "languages").annotate(n=Count("pk"))
    ]
    wanted = {name: {str(value) for value in getattr(filters, name)} for name in ("kind", "year", "language")}
    counts = {"": {"": sum(number for number, cell in cube if _fits(cell, wanted))}}
    for name in wanted:
        others = {other: values for other, values in wanted.items() if other != name}
        counts[name] = _sorted((value, number) for number, cell in cube if _fits(cell, others) for value in cell[name])
    if "topic" in facets:
        counts["topic"] = _topics(shelf.found(replace(filters, topic=())))
    if "collection" in facets:
        counts["collection"] = _collections(shelf.found(replace(filters, collection=())))
    if "audience" in facets:
        counts["audience"] = _audiences(shelf, shelf.found(replace(filters, audience=())))
    return counts


def _fits(cell: dict[str, set[str]], wanted: dict[str, set[str]]) -> bool:
    return all(not values or values & cell[name] for name, values in wanted.items())


def _topics(rows: QuerySet[Resource]) -> dict[str, int]:
    about = Resource.topics.through.objects.filter(resource__in=rows.order_by().values("pk"))
    return _sorted(about.values_list("topic__slug").annotate(n=Count("pk")))


def _collections(rows: QuerySet[Resource]) -> dict[str, int]:
    places = CollectionItem.objects.filter(resource__translation_key__in=rows.order_by().values("translation_key"))
    works = Count("resource__translation_key", distinct=True)
    return _sorted(places.order_by().values_list("collection__slug").annotate(n=works))


def _audiences(shelf: Shelf, rows: QuerySet[Resource]) -> dict[str, int]:
    """How many of them each audience may download, from the widest to the closest."""
    numbers = {str(name): Count("pk", filter=shelf.downloadable(name)) for name in LADDER}
    found = rows.order_by().aggregate(**numbers)
    return {str(name): found[name] for name in LADDER if found[name]}


def _sorted(pairs: Any) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for value, number in pairs:
        counted[str(value)] += number
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _advice(shelf: Shelf, filters: Filters) -> Advice:
    """What would find something for this very reader: nothing is suggested from what they may not see."""
    bare = Filters(q=filters.q)
    if filters.narrow and (number := shelf.found(bare).count()):
        return Advice(without_filters=number)
    words = corrected(filters.q)
    return Advice(words=words) if words and shelf.found(replace(bare, q=words)).exists() else Advice()


def _excerpts(rows: list[Resource], asked: Question) -> dict[int, Excerpt]:
    """Where the words are: on a page of a file when the record itself does not say them, else in its summary."""
    if not asked:
        return {}
    found = {row.pk: Excerpt(parts) for row in rows if (parts := excerpt(row.abstract, asked))}
    inside = [row.pk for row in rows if getattr(row, "rank", 0) == IN_TEXT]
    for page in _best_pages(inside, asked) if inside else []:
        found[page.file.resource_id] = Excerpt(excerpt(page.text, asked), page=page.number)
    return {key: shown for key, shown in found.items() if shown.parts}


def _best_pages(keys: list[int], asked: Question) -> QuerySet[FilePage]:
    """For each of these records, the first of the pages that say most of the words; one statement."""
    said: Any = sum(
        Case(When(words__contains=f" {word}", then=1), default=0, output_field=IntegerField())
        for word in asked.everything
    )
    pages = FilePage.objects.filter(PRESENT, file__resource=OuterRef("pk")).annotate(said=said).filter(said__gt=0)
    best = pages.order_by("-said", "file", "number").values("pk")[:1]
    chosen = Resource.objects.filter(pk__in=keys).annotate(best=Subquery(best)).order_by()
    return FilePage.objects.filter(pk__in=chosen.values("best")).select_related("file").defer("words")


def _any(conditions: Any) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found
