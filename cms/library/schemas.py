"""Shapes of the library's API."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from cms.diffusion.models import ResourceKind
from cms.diffusion.rules import Remedy
from cms.diffusion.sentences import remedy_sentence
from cms.library.cursors import cursor_of, place_of
from cms.library.models import Collection, Resource, ResourceFile, Topic
from cms.library.queries import Access, Filters, Listing, Place, Record
from registrations.schemas import In, Paging, Search, Slug, Year

AUDIENCE = r"^(public|account|member|manager|director|board|team|group:[-a-z0-9_]+)$"
AudienceName = Annotated[str, Field(max_length=70, pattern=AUDIENCE)]


def several(value: Any) -> Any:
    """At most twenty values of one filter."""
    return Annotated[list[value], Field(max_length=20)]


class ResourceFilters(Paging):
    """What the list may be narrowed by: several values of one filter mean any of them.

    `available` keeps what the caller may download now. `cursor` is the `next` or `previous` of an answer, and goes with
    the same filters; `facets=false` leaves the counts out.
    """

    q: Search = ""
    kind: several(ResourceKind) = []
    topic: several(Slug) = []
    collection: several(Slug) = []
    language: several(Literal["fr", "en"]) = []
    year: several(Year) = []
    audience: several(AudienceName) = []
    available: bool = False
    facets: bool = True
    cursor: Annotated[str, Field(max_length=200)] = ""

    def filters(self) -> Filters:
        given = self.model_dump(exclude={"limit", "offset", "cursor", "facets"})
        return Filters(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})

    @property
    def place(self) -> Place | None:
        return place_of(self.cursor)


class AccessQuery(In):
    """Editors and librarians may ask what an audience gets."""

    as_: AudienceName | None = Field(None, alias="as")


def remedy_url(access: Access, resource: Resource) -> str | None:
    """Where the remedy is found; None when it has no page."""
    here = quote(reverse("library:resource", args=[resource.slug]))
    sign_in = f"{reverse('account_login')}?next={here}"
    ask = reverse("access_requests:ask", args=[resource.slug])
    return {Remedy.SIGN_IN: sign_in, Remedy.JOIN: "/organismes/", Remedy.RENEW: "/organismes/", Remedy.ASK: ask}.get(
        Remedy(access.remedy)
    )


class RemedyOut(Schema):
    """What a refused person can do: sign_in, join, renew, wait, ask."""

    kind: str
    url: str | None
    message: str


class AccessOut(Schema):
    """A decision of the policy, explained."""

    allowed: bool
    reason: str
    rule: str | None
    clause: str | None
    policy: int | None
    opens_at: datetime | None
    message: str
    remedy: RemedyOut | None

    @classmethod
    def of(cls, access: Access, resource: Resource) -> "AccessOut":
        remedy = None
        if access.remedy:
            words = remedy_sentence(Remedy(access.remedy))
            remedy = RemedyOut(kind=access.remedy, url=remedy_url(access, resource), message=words)
        return cls(**{**asdict(access), "remedy": remedy})


class TopicOut(Schema):
    slug: str
    name: str

    @classmethod
    def of(cls, topic: Topic) -> "TopicOut":
        return cls(slug=topic.slug, name=str(topic))


class FileOut(Schema):
    """One file; `url` is its guarded download."""

    id: UUID
    language: str
    format: str
    edition: int
    size: int
    pages: int | None
    url: str
    access: AccessOut

    @classmethod
    def of(cls, file: ResourceFile, access: Access) -> "FileOut":
        return cls(
            id=file.uuid,
            language=file.language,
            format=file.format,
            edition=file.edition,
            size=file.size,
            pages=file.pages,
            url=f"/api/v1/library/files/{file.uuid}/download",
            access=AccessOut.of(access, file.resource),
        )


def cover_url(resource: Resource) -> str | None:
    """The first page as a picture, under the decision of the record; null while none is drawn."""
    return reverse("library:cover", args=[resource.cover_file.uuid]) if resource.cover_file else None


class ResourceOut(Schema):
    """One work in a list; `access` is for downloading its files."""

    slug: str
    title: str
    kind: str
    abstract: str
    authors: list[str]
    topics: list[TopicOut]
    published_on: date
    languages: list[str]
    formats: list[str]
    licence: str
    cover: str | None
    access: AccessOut

    @classmethod
    def members(cls, resource: Resource, access: Access) -> dict[str, Any]:
        files = resource.shown_files
        return {
            "slug": resource.slug,
            "title": resource.title,
            "kind": resource.kind,
            "abstract": resource.abstract,
            "authors": resource.authors,
            "topics": [TopicOut.of(topic) for topic in resource.topics.all()],
            "published_on": resource.published_on,
            "languages": sorted({file.language for file in files}, reverse=True),
            "formats": sorted({file.format for file in files}),
            "licence": resource.licence,
            "cover": cover_url(resource),
            "access": AccessOut.of(access, resource),
        }


class TranslationOut(Schema):
    language: str
    slug: str
    title: str


class NeighbourOut(Schema):
    """Another work, or a collection."""

    slug: str
    title: str


class FormerFileOut(Schema):
    """An edition before the present one: its address still answers."""

    id: UUID
    language: str
    format: str
    edition: int
    note: str
    url: str


class ResourceDetailOut(ResourceOut):
    """One work, with its files and what stands beside it."""

    language: str
    partners: list[str]
    files: list[FileOut]
    former_files: list[FormerFileOut]
    translations: list[TranslationOut]
    replaced_by: NeighbourOut | None
    replaces: list[NeighbourOut]
    related: list[NeighbourOut]
    collections: list[NeighbourOut]

    @classmethod
    def of(cls, record: Record) -> "ResourceDetailOut":
        return cls(
            **cls.members(record.resource, record.access),
            language=record.resource.locale.language_code,
            partners=record.resource.partners,
            files=[FileOut.of(file, access) for file, access in record.files],
            former_files=[
                FormerFileOut(
                    id=file.uuid,
                    language=file.language,
                    format=file.format,
                    edition=file.edition,
                    note=file.note,
                    url=f"/api/v1/library/files/{file.uuid}/download",
                )
                for file in record.beside.former
            ],
            replaced_by=neighbour(record.beside.following) if record.beside.following else None,
            replaces=[neighbour(row) for row in record.beside.preceding],
            related=[neighbour(row) for row in record.beside.related],
            collections=[neighbour(row) for row in record.beside.collections],
            translations=[
                TranslationOut(language=row.locale.language_code, slug=row.slug, title=row.title)
                for row in record.translations
            ],
        )


def neighbour(row: Resource | Collection) -> NeighbourOut:
    return NeighbourOut(slug=row.slug, title=row.title)


class FacetOut(Schema):
    """One value of a filter, and how many resources it would leave."""

    value: str
    count: int


class PartOut(Schema):
    """A piece of a text, and whether it answers what was searched."""

    text: str
    found: bool


class ExcerptOut(Schema):
    """Where the words were found, in a text that the caller may read: `page` when it is one of a file."""

    parts: list[PartOut]
    page: int | None


class FoundOut(ResourceOut):
    """One work of a list; `excerpt` when words were searched, and are in its summary or in the text of its files."""

    excerpt: ExcerptOut | None


class AdviceOut(Schema):
    """When nothing was found: near words that find something, or how many the same words find without filters."""

    words: str
    without_filters: int


class ResourceList(Schema):
    """A page of resources, and the counts beside it; `next` and `previous` are cursors of the pages around."""

    count: int
    items: list[FoundOut]
    facets: dict[str, list[FacetOut]]
    next: str | None
    previous: str | None
    advice: AdviceOut | None

    @classmethod
    def of(cls, found: Listing) -> "ResourceList":
        return cls(
            count=found.count,
            items=[
                FoundOut(**ResourceOut.members(row, found.access[row.pk]), excerpt=_excerpt(found, row))
                for row in found.resources
            ],
            facets={
                name: [FacetOut(value=value, count=count) for value, count in counts.items()]
                for name, counts in found.facets.items()
            },
            next=cursor_of(found.after),
            previous=cursor_of(found.before),
            advice=AdviceOut(**asdict(found.advice)) if found.advice else None,
        )


def _excerpt(found: Listing, row: Resource) -> ExcerptOut | None:
    return ExcerptOut(**asdict(found.excerpts[row.pk])) if row.pk in found.excerpts else None


class ResourceAccessOut(Schema):
    """The decision explained, verb by verb."""

    resource: str
    audience: str
    verbs: dict[str, AccessOut]

    @classmethod
    def of(cls, resource: Resource, audience: str, verbs: dict[str, Access]) -> "ResourceAccessOut":
        shown = {verb: AccessOut.of(access, resource) for verb, access in verbs.items()}
        return cls(resource=resource.slug, audience=audience, verbs=shown)
