"""What can be known of a file from its bytes, its name and the headers of a request: pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)
BOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|go-http|headless", re.IGNORECASE)


class Unsatisfiable(Exception):
    """No byte of the file is in the range asked for."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` to `stop`, excluded, of a file of `size` bytes."""

    start: int
    stop: int
    size: int

    @property
    def length(self) -> int:
        return self.stop - self.start

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.stop - 1}/{self.size}"


def span(header: str, *, size: int) -> Span | None:
    """The one range that `header` asks for (RFC 9110, 14); None means the whole file.

    Several ranges, other units and malformed headers get the whole file, as the RFC allows. Raises `Unsatisfiable`.
    """
    match = RANGE.fullmatch(header.strip(" \t"))
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(size - int(last), 0), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size or start >= stop:
        raise Unsatisfiable
    return Span(start, stop, size)


def continues(header: str) -> bool:
    """Whether a request asks for a later part of a file: not a new download."""
    match = RANGE.fullmatch(header.strip(" \t"))
    return bool(match and (not match[1] or int(match[1]) > 0))


def is_bot(user_agent: str) -> bool:
    """Whether a program that reads for itself says so; none at all counts as one."""
    return not user_agent or bool(BOT.search(user_agent))


def matches(header: str, etag: str) -> bool:
    """Whether `If-None-Match` holds our entity tag (weak comparison, RFC 9110, 13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or etag in tags


def disposition(filename: str, *, inline: bool) -> str:
    """`Content-Disposition` of RFC 6266: a plain ASCII name for old programs, the real one in UTF-8."""
    kind = "inline" if inline else "attachment"
    folded = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\\x00-\x1f\x7f]', "_", folded)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def clean_name(name: str, *, extension: str) -> str:
    """A name that can be shown and sent back: no folder, control or direction mark, at most 150 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    base = last.rpartition(".")[0] if "." in last else last
    kept = "".join(c for c in base if unicodedata.category(c)[0] != "C" and c not in '/\\:*?"<>|')
    kept = " ".join(kept.split()).strip(". ")[:140].rstrip()
    return f"{kept or 'document'}.{extension}"


def extension_of(name: str) -> str:
    """The ending of a name, in lower case, without its dot; "" when it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _text(head: bytes) -> bool:
    return b"\x00" not in head


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, and a test on its first kilobytes."""

    media_type: str
    fits: Callable[[bytes], bool]


ZIPPED = _starts(b"PK\x03\x04")
OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", lambda head: b"%PDF-" in head[:1024]),
    "docx": Kind(f"{OFFICE}.wordprocessingml.document", ZIPPED),
    "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", ZIPPED),
    "pptx": Kind(f"{OFFICE}.presentationml.presentation", ZIPPED),
    "epub": Kind("application/epub+zip", lambda head: head.startswith(b"PK\x03\x04") and b"epub+zip" in head[:100]),
    "zip": Kind("application/zip", ZIPPED),
    "csv": Kind("text/csv; charset=utf-8", _text),
    "txt": Kind("text/plain; charset=utf-8", _text),
    "vtt": Kind("text/vtt; charset=utf-8", _starts(b"WEBVTT", b"\xef\xbb\xbfWEBVTT")),
    "png": Kind("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("image/jpeg", _starts(b"\xff\xd8\xff")),
    "jpeg": Kind("image/jpeg", _starts(b"\xff\xd8\xff")),
    "webp": Kind("image/webp", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    "mp3": Kind("audio/mpeg", _starts(b"ID3", b"\xff\xfb", b"\xff\xf3")),
    "mp4": Kind("video/mp4", lambda head: head[4:8] == b"ftyp"),
    "webm": Kind("video/webm", _starts(b"\x1a\x45\xdf\xa3")),
}
INSIDE: Mapping[str, str] = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}


def media_type(extension: str) -> str:
    """The media type to send; what we do not know is bytes."""
    kind = KINDS.get(extension)
    return kind.media_type if kind else "application/octet-stream"
