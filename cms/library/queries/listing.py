"""Records of the library, explained under the policy."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When

from cms.diffusion.models import PolicyState, PolicyVersion, Verb
from cms.diffusion.queries import Policy, language, policy_in_force
from cms.diffusion.rules import MONTREAL, opens_on
from cms.library.errors import NoSuchResource
from cms.library.models import Collection, Grant, Narrowing, ReadingState, Resource, ResourceFile, Topic
from cms.library.queries.access import Access, Reader, access_of, decisions, visible_to
from cms.library.queries.neighbours import Beside, beside, on_shelf

_LATER = ResourceFile.objects.filter(
    resource=OuterRef("file__resource"),
    language=OuterRef("file__language"),
    format=OuterRef("file__format"),
    edition__gt=OuterRef("file__edition"),
    withdrawn_at=None,
)
PRESENT = Q(file__withdrawn_at=None) & ~Exists(_LATER)
"""Pages of the last edition of a file."""


@dataclass(frozen=True, slots=True)
class Record:
    """One work: its files with the access to each, the access in general, and its other languages."""

    resource: Resource
    access: Access
    files: list[tuple[ResourceFile, Access]]
    translations: list[Resource]
    reader: Reader
    beside: Beside


def record(slug: str, reader: Reader, *, at: datetime) -> Record:
    """The work of this address, explained to this reader: six statements. Raises `NoSuchResource`."""
    policy = policy_in_force(at)
    resource = visible_resource(slug, reader, policy=policy, at=at)
    files = resource.shown_files
    works = [resource, *(file.resource for file in files)]
    found = decisions(works, reader, policy, verb=Verb.DOWNLOAD, at=at)
    near = beside(resource, visible_to(reader, policy=policy, at=at))
    return Record(
        resource=resource,
        access=access_of(found[resource.pk], policy, reader),
        files=[(file, access_of(found[file.resource_id], policy, reader)) for file in files],
        translations=near.translations,
        reader=reader,
        beside=near,
    )


def shelf(slug: str, reader: Reader, *, at: datetime) -> tuple[Collection, list[Resource]]:
    """A collection and what this reader may see of it. Raises `NoSuchResource`, also when nothing is to be seen."""
    collection = Collection.objects.filter(slug=slug).first()
    rows = on_shelf(collection, visible_to(reader, policy=policy_in_force(at), at=at)) if collection else []
    if collection is None or not rows:
        raise NoSuchResource()
    return collection, rows


def visible_resource(slug: str, reader: Reader, *, policy: Policy, at: datetime) -> Resource:
    """The record of this address, in the reader's language when two share it. Raises `NoSuchResource`."""
    found = visible_to(reader, policy=policy, at=at).filter(slug=slug).select_related("locale")
    mine = Case(When(locale__language_code=language(), then=0), default=1, output_field=IntegerField())
    resource = found.order_by(mine, "locale__language_code").prefetch_related("topics").first()
    if resource is None:
        raise NoSuchResource()
    with_files([resource])
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


def files_to_read(*, at: datetime, at_most: int) -> list[int]:
    """The present PDFs whose text nobody has read yet, the newest first."""
    waiting = Q(reading=None) | Q(reading__state=ReadingState.WAITING, reading__not_before__lte=at)
    found = ResourceFile.objects.filter(waiting, format="pdf").order_by("-pk")
    return list(found.values_list("pk", flat=True)[:at_most])


def shown_files() -> QuerySet[ResourceFile]:
    """The files that readers may hear of: of records that are shown, and not withdrawn."""
    return ResourceFile.objects.filter(resource__live=True, withdrawn_at=None)


def topics() -> QuerySet[Topic]:
    """The vocabulary of topics."""
    return Topic.objects.all()


def with_files(resources: list[Resource]) -> None:
    """Fill in the present editions of these works, and the former ones; one statement."""
    rows = shown_files().filter(resource__translation_key__in=[row.translation_key for row in resources])
    found: dict[UUID, list[ResourceFile]] = defaultdict(list)
    for row in rows.select_related("resource").order_by("-language", "format", "-edition"):
        found[row.resource.translation_key].append(row)
    for resource in resources:
        resource.shown_files, resource.former_files = _present(found[resource.translation_key])


def _present(editions: list[ResourceFile]) -> tuple[list[ResourceFile], list[ResourceFile]]:
    """The last edition of each language and format, then those before it."""
    last: dict[tuple[str, str], ResourceFile] = {}
    for row in editions:
        last.setdefault((row.language, row.format), row)
    present = list(last.values())
    return present, [row for row in editions if row not in present]
