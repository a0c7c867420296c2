"""Public files of one small machine: renditions and logos. On several, nginx or the object storage serves them.

Originals and Wagtail's documents are in the same storage and are never shown by address.
"""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

SHOWN = ("images", "association", "organisations")


def public_file(request: HttpRequest, folder: str, path: str) -> HttpResponseBase:
    """A file that never changes under its name: storages do not overwrite."""
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT / folder)  # climbs no higher
    except OSError as error:  # a name too long for the disk
        raise Http404(path[:100]) from error
    response.headers.setdefault("Cache-Control", "public, max-age=86400")
    return response
