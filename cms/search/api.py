"""The search of the whole site, as JSON."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from cms.search.queries import answer
from cms.search.schemas import SearchOut, SearchQuery
from registrations.people.requests import actor

router = Router()


@router.get("/search", response=SearchOut, operation_id="search", summary="Resources, articles and pages together")
def search(request: HttpRequest, asked: Query[SearchQuery]) -> SearchOut:
    """What the caller may see, title over summary over text; the text of files for those who may have them."""
    person = actor(request).person
    return SearchOut.of(answer(asked.q, person=person, at=timezone.now(), kinds=asked.kind, most=asked.limit))
