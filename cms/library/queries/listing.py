"""Lists and records of the library, searched and counted under the policy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, When
from django.db.models.functions import ExtractYear

from cms.diffusion.models import PolicyState, PolicyVersion, Verb
from cms.diffusion.queries import Policy, language, policy_in_force
from cms.diffusion.rules import MONTREAL, opens_on
from cms.library.errors import NoSuchResource
from cms.library.models import Grant, Narrowing, Resource, ResourceFile, Topic
from cms.library.queries.access import Access, Reader, access_of, allowed, decisions, reader_as, visible_to
from registrations.folding import words

FACETS = ("kind", "topic", "language", "year")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by; empty means all."""

    q: str = ""
    kind: str = ""
    topic: str = ""
    language: str = ""
    year: int | None = None
    audience: str = ""
    available: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the library: resources with `shown_files` and the access to them, and the counts beside."""

    count: int
    resources: list[Resource]
    access: dict[int, Access]
    facets: dict[str, dict[str, int]]
    policy: Policy


def listing(
    reader: Reader, filters: Filters, *, at: datetime, limit: int, offset: int, facets: Iterable[str] = FACETS
) -> Listing:
    """What this reader may see: five statements, and one more per facet; *count* comes from the kinds' facet."""
    policy = policy_in_force(at)
    seen = _preferred(visible_to(reader, policy=policy, at=at))
    counts = {facet: _facet(seen, facet, filters, reader, policy, at=at) for facet in {"kind", *facets}}
    found = _narrowed(seen, filters, reader, policy, at=at).select_related("locale").prefetch_related("topics")
    rows = list(found.order_by("-published_on", "-id")[offset : offset + limit])
    _with_files(rows)
    found_access = decisions(rows, reader, policy, verb=Verb.DOWNLOAD, at=at)
    kinds = counts["kind"]
    return Listing(
        count=kinds.get(filters.kind, 0) if filters.kind else sum(kinds.values()),
        resources=rows,
        access={key: access_of(decision, policy, reader) for key, decision in found_access.items()},
        facets={facet: counts[facet] for facet in facets},
        policy=policy,
    )


@dataclass(frozen=True, slots=True)
class Record:
    """One work: its files with the access to each, the access in general, and its other languages."""

    resource: Resource
    access: Access
    files: list[tuple[ResourceFile, Access]]
    translations: list[Resource]
    reader: Reader


def record(slug: str, reader: Reader, *, at: datetime) -> Record:
    """The work of this address, explained to this reader: six statements. Raises `NoSuchResource`."""
    policy = policy_in_force(at)
    resource = visible_resource(slug, reader, policy=policy, at=at)
    files = resource.shown_files
    works = [resource, *(file.resource for file in files)]
    found = decisions(works, reader, policy, verb=Verb.DOWNLOAD, at=at)
    others = visible_to(reader, policy=policy, at=at).filter(translation_key=resource.translation_key)
    return Record(
        resource=resource,
        access=access_of(found[resource.pk], policy, reader),
        files=[(file, access_of(found[file.resource_id], policy, reader)) for file in files],
        translations=list(others.exclude(pk=resource.pk).select_related("locale")),
        reader=reader,
    )


def visible_resource(slug: str, reader: Reader, *, policy: Policy, at: datetime) -> Resource:
    """The record of this address, in the reader's language when two share it. Raises `NoSuchResource`."""
    found = visible_to(reader, policy=policy, at=at).filter(slug=slug).select_related("locale")
    mine = Case(When(locale__language_code=language(), then=0), default=1, output_field=IntegerField())
    resource = found.order_by(mine, "locale__language_code").prefetch_related("topics").first()
    if resource is None:
        raise NoSuchResource()
    _with_files([resource])
    return resource


def next_change(after: datetime) -> datetime:
    """The next instant at which the same question may get another answer, before tomorrow's midnight at the latest.

    Delays end at midnight; policies, embargoes and exceptions at their own instants.
    """
    adopted = PolicyVersion.objects.filter(state=PolicyState.ADOPTED, effective_from__gt=after)
    moments = [
        adopted.values_list("effective_from"),
        Resource.objects.filter(embargo_until__gt=after).values_list("embargo_until"),
        *(
            model._default_manager.filter(**{f"{name}__gt": after}).values_list(name)
            for model in (Grant, Narrowing)
            for name in ("starts_at", "ends_at")
        ),
    ]
    first, *others = (rows.order_by() for rows in moments)
    found = [row[0] for row in first.union(*others) if row[0]]
    return min([*found, opens_on(after.astimezone(MONTREAL).date(), 1)])


def topics() -> QuerySet[Topic]:
    """The vocabulary of topics."""
    return Topic.objects.all()


def _preferred(resources: QuerySet[Resource]) -> QuerySet[Resource]:
    """One record per work: the reader's language when there is one."""
    mine = Resource.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=language(), live=True
    )
    return resources.filter(Q(locale__language_code=language()) | ~Exists(mine))


def _narrowed(
    resources: QuerySet[Resource], filters: Filters, reader: Reader, policy: Policy, *, at: datetime
) -> QuerySet[Resource]:
    for word in words(filters.q):
        resources = resources.filter(search_text__contains=f" {word}")
    if filters.kind:
        resources = resources.filter(kind=filters.kind)
    if filters.topic:
        resources = resources.filter(topics__slug=filters.topic)
    if filters.language:
        resources = resources.filter(Exists(_files().filter(language=filters.language)))
    if filters.year:
        resources = resources.filter(published_on__year=filters.year)
    if filters.audience:
        resources = resources.filter(allowed(reader_as(filters.audience), policy, verb=Verb.DOWNLOAD, at=at))
    if filters.available:
        resources = resources.filter(Exists(_files()), allowed(reader, policy, verb=Verb.DOWNLOAD, at=at))
    return resources


def _files() -> QuerySet[ResourceFile]:
    return ResourceFile.objects.filter(resource__translation_key=OuterRef("translation_key"))


def _facet(
    seen: QuerySet[Resource], facet: str, filters: Filters, reader: Reader, policy: Policy, *, at: datetime
) -> dict[str, int]:
    """How many resources each value of a filter would leave, the other filters standing."""
    without: dict[str, Any] = {facet: None if facet == "year" else ""}
    counts: QuerySet[Any, Any]
    rows = _narrowed(seen, replace(filters, **without), reader, policy, at=at).order_by()
    match facet:
        case "kind":
            counts = rows.values_list("kind").annotate(n=Count("pk"))
        case "topic":
            # Not a join on the filtered rows: a filter on the topic must not hide the work's other topics.
            within = Resource.objects.filter(pk__in=rows.values("pk"), topics__isnull=False)
            counts = within.order_by().values_list("topics__slug").annotate(n=Count("pk"))
        case "language":
            files = ResourceFile.objects.filter(resource__translation_key__in=rows.values("translation_key"))
            counts = (
                files.order_by().values_list("language").annotate(n=Count("resource__translation_key", distinct=True))
            )
        case _:
            counts = rows.annotate(y=ExtractYear("published_on")).values_list("y").annotate(n=Count("pk"))
    return {str(value): number for value, number in sorted(counts, key=lambda pair: (-pair[1], str(pair[0])))}


def _with_files(resources: list[Resource]) -> None:
    found = _present(
        ResourceFile.objects.filter(resource__translation_key__in=[row.translation_key for row in resources])
    )
    for resource in resources:
        resource.shown_files = found[resource.translation_key]


def _present(files: QuerySet[ResourceFile]) -> dict[UUID, list[ResourceFile]]:
    rows = files.select_related("resource").order_by("-language", "format", "-edition")
    found: dict[UUID, dict[tuple[str, str], ResourceFile]] = defaultdict(dict)
    for row in rows:
        found[row.resource.translation_key].setdefault((row.language, row.format), row)
    return defaultdict(list, {work: list(editions.values()) for work, editions in found.items()})
