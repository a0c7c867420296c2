"""What a person downloaded, as JSON."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from cms.downloads.queries import own_downloads
from cms.downloads.schemas import OwnDownloadOut
from registrations.people.credentials import signed_in
from registrations.people.requests import actor

me_router = Router()


@me_router.get("/downloads", response=list[OwnDownloadOut], operation_id="me_downloads", auth=signed_in)
def list_own_downloads(request: HttpRequest) -> list[OwnDownloadOut]:
    """The caller's own list, the last 200 files first; kept two years, read by nobody else."""
    return [OwnDownloadOut.of(own) for own in own_downloads(actor(request).person, at=timezone.now())]
