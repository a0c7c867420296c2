"""The groups where one sits: who else does, what they share, when they meet next."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registrations.files.rules import media_type
from registrations.files.serving import serve
from registrations.groups.queries import document_for, group_page, groups_of
from registrations.people.requests import actor


@require_safe
@login_required
def my_groups(request: HttpRequest) -> HttpResponse:
    """The groups where I sit today."""
    groups = groups_of(actor(request), on=timezone.localdate(), at=timezone.now())
    return render(request, "portal/groups/mine.html", {"groups": groups})


@require_safe
@login_required
def one_group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group, for who sits there."""
    page = group_page(slug, by=actor(request), on=timezone.localdate(), at=timezone.now())
    return render(request, "portal/groups/group.html", {"page": page})


@require_safe
@login_required
def document(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """A file of the group, decided at each request."""
    found = document_for(uuid, slug=slug, by=actor(request), on=timezone.localdate(), at=timezone.now())
    kind = media_type(found.format)
    return serve(found.file, request, filename=found.original_name, content_type=kind, sha256=found.sha256)
