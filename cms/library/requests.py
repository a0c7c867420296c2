"""The guarded download, shared by the doors."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from cms.diffusion.rules import MONTREAL
from cms.library.actions import record_download, remember_download
from cms.library.errors import DownloadRefused, NoSuchResource
from cms.library.models import ResourceFile
from cms.library.queries import Guarded, covered_file, guarded_file
from cms.library.rules import PLAYED
from cms.library.schemas import AccessOut
from registrations.files.rules import continues, is_bot, media_type
from registrations.files.serving import serve
from registrations.people.requests import actor, client_address

BESIDE = frozenset({"vtt"})
"""What a player asks for along with a video is no download of its own."""

SAME_DOWNLOAD_SECONDS = 600
"""A reader that asks again within ten minutes (a viewer, a download manager) is the same download."""


def send_file(request: HttpRequest, uuid: UUID, *, inline: bool = False) -> HttpResponseBase:
    """Decide first, whatever the method and the conditions; then send, and count. Raises `DownloadRefused`."""
    now = timezone.now()
    guarded = guarded_file(uuid, to=actor(request).person, at=now)
    if not guarded.access.allowed:
        raise DownloadRefused(resource=guarded.file.resource.slug, **_members(guarded))
    file = guarded.file
    response = serve(
        file.file,
        request,
        filename=file.original_name,
        content_type=media_type(file.format),
        inline=inline,
        sha256=file.sha256,
    )
    if file.format not in BESIDE and _is_new_download(request, response, guarded):
        record_download(
            file,
            audience=guarded.reader.audience,
            organisation_id=next(iter(guarded.reader.organisations), None),
            on=now.astimezone(MONTREAL).date(),
        )
        if guarded.reader.person_id:
            remember_download(file, person_id=guarded.reader.person_id, at=now)
    return response


def play_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The same, shown in its page rather than saved: sounds, videos and their captions alone."""
    file = ResourceFile.objects.filter(uuid=uuid, format__in=PLAYED).first()
    if file is None:
        raise NoSuchResource()
    return send_file(request, uuid, inline=True)


def send_cover(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The first page of a file, for whoever may see its record; the decision comes first. Raises `NoSuchResource`."""
    file = covered_file(uuid, to=actor(request).person, at=timezone.now())
    return serve(file.cover, request, filename="couverture.png", content_type="image/png", inline=True)


def _members(guarded: Guarded) -> dict[str, Any]:
    return AccessOut.of(guarded.access, guarded.file.resource).dict()


def _is_new_download(request: HttpRequest, response: HttpResponseBase, guarded: Guarded) -> bool:
    """Bots, HEAD, 304, refused ranges and later parts of a file are no downloads; nor is the same one again."""
    if request.method != "GET" or response.status_code not in {200, 206, 302}:
        return False
    if continues(request.headers.get("Range", "")) or is_bot(request.headers.get("User-Agent", "")):
        return False
    who = guarded.reader.person_id or f"{client_address(request)} {request.headers.get('User-Agent')}"
    key = sha256(f"{guarded.file.pk} {who}".encode()).hexdigest()
    return cache.add(f"download:{key}", 1, timeout=SAME_DOWNLOAD_SECONDS)
