"""Filters of a list that a person keeps under a name, for themselves or for the team."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from registrations.errors import DomainError
from registrations.lists.actions import forget_filter, save_filter
from registrations.lists.queries import filters_of
from registrations.viewsets.acting import actor

NOT_FILTERS = {"p", "export", "_w_filter_fragment"}


def given_filters(data: QueryDict) -> str:
    """What narrows or orders the list, as an address says it, in one order."""
    kept = sorted(
        (name, value) for name, values in data.lists() for value in values if value and name not in NOT_FILTERS
    )
    query = QueryDict(mutable=True)
    for name, value in kept:
        query.appendlist(name, value)
    return query.urlencode()


def keep_filter(request: HttpRequest, *, screen: str, index_url: str) -> HttpResponse:
    """Save the filters that the form holds, or forget one of those that this person sees."""
    query, by, now = given_filters(QueryDict(request.POST.get("query", ""))), actor(request), timezone.now()
    try:
        if "forget" in request.POST:
            forget_filter(
                get_object_or_404(filters_of(request.user, screen=screen), uuid=_uuid(request)), by=by, at=now
            )
            messages.success(request, _("The filter is forgotten."))
        else:
            name, shared = request.POST.get("name", ""), "shared" in request.POST
            save_filter(screen=screen, name=name, query=query, shared=shared, by=by, at=now)
            messages.success(request, _("The filter is kept: it is above the list."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{index_url}?{query}" if query else index_url)


def _uuid(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST["forget"])
    except ValueError as error:
        raise Http404 from error
