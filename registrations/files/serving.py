"""Sending a private file to somebody who may have it: for the doors alone, after the decision."""

from collections.abc import Iterator
from typing import IO, Any, Protocol, runtime_checkable
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase

from registrations.files.rules import Span, Unsatisfiable, disposition, matches, span

PIECE = 256 * 1024
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Accept-Ranges": "bytes",
}


@runtime_checkable
class HasTemporaryAddress(Protocol):
    def temporary_address(self, name: str, *, method: str, content_type: str, content_disposition: str) -> str: ...


class Piece:
    """An iterator over some bytes of an open file, which the response closes whatever happens."""

    def __init__(self, file: IO[bytes], span: Span) -> None:
        self.file, self.left = file, span.length
        file.seek(span.start)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (chunk := self.file.read(min(PIECE, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()


def serve(
    stored_file: FieldFile,
    request: HttpRequest,
    *,
    filename: str,
    content_type: str,
    inline: bool = False,
    sha256: str = "",
) -> HttpResponseBase:
    """Answer with the file: all of it, one range (206), 304 when the caller has it, 416.

    nginx sends it when `FILES_ACCEL_PREFIX` is set; object storage does through an address of at most 60 seconds;
    else Django streams it. `sha256` makes the entity tag: without it, no 304 and no `If-Range`.
    """
    etag = f'"{sha256}"' if sha256 else ""
    headers = HEADERS | {"Content-Type": content_type, "Content-Disposition": disposition(filename, inline=inline)}
    if etag:
        headers["ETag"] = etag
    if etag and matches(request.headers.get("If-None-Match", ""), etag):
        return _with_headers(HttpResponseNotModified(), headers)
    storage, name = stored_file.storage, stored_file.name or ""
    if isinstance(storage, HasTemporaryAddress):
        return _elsewhere(storage, name, request, headers)
    if settings.FILES_ACCEL_PREFIX and isinstance(storage, FileSystemStorage):
        return _with_headers(HttpResponse(), headers | {"X-Accel-Redirect": settings.FILES_ACCEL_PREFIX + quote(name)})
    return _here(storage, name, request, headers, etag)


def _elsewhere(
    storage: HasTemporaryAddress, name: str, request: HttpRequest, headers: dict[str, str]
) -> HttpResponseBase:
    address = storage.temporary_address(
        name,
        method="HEAD" if request.method == "HEAD" else "GET",
        content_type=headers["Content-Type"],
        content_disposition=headers["Content-Disposition"],
    )
    kept = {key: headers[key] for key in ("Cache-Control", "X-Content-Type-Options", "Cross-Origin-Resource-Policy")}
    return _with_headers(HttpResponseRedirect(address), kept)


def _here(storage: Storage, name: str, request: HttpRequest, headers: dict[str, str], etag: str) -> HttpResponseBase:
    size = storage.size(name)
    try:
        asked = _asked(request, size=size, etag=etag)
    except Unsatisfiable:
        return _with_headers(HttpResponse(status=416), headers | {"Content-Range": f"bytes */{size}"})
    sent = asked or Span(0, size, size)
    headers |= {"Content-Length": str(sent.length)}
    if asked:
        headers["Content-Range"] = asked.content_range
    if request.method == "HEAD":
        return _with_headers(HttpResponse(), headers)
    # The response closes the piece, and the piece the file.
    piece = Piece(storage.open(name, "rb"), sent)
    return _with_headers(StreamingHttpResponse(piece, status=206 if asked else 200), headers)


def _asked(request: HttpRequest, *, size: int, etag: str) -> Span | None:
    """The range of this request; none for HEAD (RFC 9110, 14.2), nor when `If-Range` names another state."""
    wanted = request.headers.get("Range", "")
    if request.method != "GET" or not wanted:
        return None
    if (condition := request.headers.get("If-Range")) and condition.strip() != etag:
        return None
    return span(wanted, size=size)


def _with_headers(response: HttpResponseBase, headers: dict[str, Any]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response
