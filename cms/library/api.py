"""The library as JSON: lists, records, decisions and guarded downloads."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from cms.library.errors import MayNotLookAs
from cms.library.queries import FACETS, explain, listing, next_change, reader, reader_as, record
from cms.library.requests import send_file
from cms.library.rules import may_look_as
from cms.library.schemas import AccessQuery, ResourceAccessOut, ResourceDetailOut, ResourceFilters, ResourceList
from registrations.caching.answers import changes_at, public
from registrations.people.requests import actor
from registrations.schemas import Slug

router = Router()


@router.get("/resources", response=ResourceList, operation_id="library_resources")
@public("library")
def list_resources(request: HttpRequest, asked: Query[ResourceFilters]) -> ResourceList:
    """What the caller may see, the best answers and then the newest first, with how many each filter would leave."""
    now, person = timezone.now(), actor(request).person
    if person is None:
        changes_at(request, next_change(now))
    found = listing(
        reader(person, at=now),
        asked.filters(),
        at=now,
        limit=asked.limit,
        offset=asked.offset,
        place=asked.place,
        facets=FACETS if asked.facets else (),
    )
    return ResourceList.of(found)


@router.get("/resources/{slug}", response=ResourceDetailOut, operation_id="library_resource")
@public("library")
def get_resource(request: HttpRequest, slug: Slug) -> ResourceDetailOut:
    """One work, and the decision on each of its files."""
    now, person = timezone.now(), actor(request).person
    if person is None:
        changes_at(request, next_change(now))
    return ResourceDetailOut.of(record(slug, reader(person, at=now), at=now))


@router.get("/resources/{slug}/access", response=ResourceAccessOut, operation_id="library_resource_access")
def get_resource_access(request: HttpRequest, slug: Slug, asked: Query[AccessQuery]) -> ResourceAccessOut:
    """What the caller may do with a work, and why; editors and librarians may ask for an audience (`as`)."""
    me, now = actor(request), timezone.now()
    if asked.as_ and not may_look_as(me):
        raise MayNotLookAs()
    mine = reader(me.person, at=now)
    resource = record(slug, mine, at=now).resource
    asking = reader_as(asked.as_) if asked.as_ else mine
    return ResourceAccessOut.of(resource, asking.audience, explain(resource, asking, at=now))


@router.get("/files/{id}/download", operation_id="library_file_download", response={200: bytes, 206: bytes})
def download_file(request: HttpRequest, id: UUID) -> HttpResponseBase:  # noqa: A002  # the contract's name
    """The bytes, or a redirect of at most 60 seconds; refused with the reason, the clause and what can be done."""
    return send_file(request, id)
