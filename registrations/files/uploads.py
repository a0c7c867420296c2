"""Receiving a file: checked and stored outside any transaction, before the action that gives it a row."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import pypdf
from django.core.files.base import File
from pypdf.errors import PyPdfError

from registrations.files.errors import (
    FileEmpty,
    FileEncrypted,
    FileIsNotWhatItSays,
    FileKindRefused,
    FileTooLarge,
    FileUnreadable,
)
from registrations.files.inspecting import check_archive, check_pdf, check_text
from registrations.files.rules import INSIDE, KINDS, clean_name, extension_of
from registrations.files.storages import private_storage
from registrations.ids import uuid7

DOCUMENTS = frozenset({"pdf", "docx", "xlsx", "pptx", "epub", "csv", "txt", "zip", "mp3", "mp4", "webm", "vtt"})
TEXTS = frozenset({"csv", "txt", "vtt"})
ARCHIVES = frozenset({"docx", "xlsx", "pptx", "epub", "zip"})
MEGABYTE = 1024 * 1024
HEAD = 4096
# What pypdf raises on damaged files, besides its own errors.
DAMAGED = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError)


@dataclass(frozen=True, slots=True)
class Received:
    """A checked file on private storage: `name` is its place there, `original_name` what people see."""

    name: str
    original_name: str
    extension: str
    size: int
    sha256: str
    pages: int | None


@contextmanager
def received(
    upload: File, *, feature: str, at: datetime, allowed: frozenset[str] = DOCUMENTS, megabytes: int = 500
) -> Iterator[Received]:
    """Check and store `upload` for the action inside the `with`; when that refuses, the stored bytes are removed.

    Raises the refusals of `files.errors`. Never call it inside a transaction: a PDF may take a second to read.
    """
    extension = checked_extension(upload, allowed=allowed, megabytes=megabytes)
    pages = checked_contents(upload, extension)
    sha256 = checksum(upload)
    upload.seek(0)
    storage = private_storage()
    name = storage.save(f"{feature}/{at:%Y}/{uuid7()}.{extension}", upload)
    try:
        yield Received(
            name=name,
            original_name=clean_name(upload.name or "", extension=extension),
            extension=extension,
            size=upload.size,
            sha256=sha256,
            pages=pages,
        )
    except BaseException:
        storage.delete(name)
        raise


def checked_extension(upload: File, *, allowed: frozenset[str], megabytes: int) -> str:
    """The ending of the file's name, when it is one that we accept and the file is neither empty nor too large."""
    extension = extension_of(upload.name or "")
    if extension not in allowed & KINDS.keys():
        raise FileKindRefused(accepted=", ".join(f".{known}" for known in sorted(allowed)))
    if not upload.size:
        raise FileEmpty()
    if upload.size > megabytes * MEGABYTE:
        raise FileTooLarge(megabytes=megabytes)
    return extension


def checked_contents(upload: File, extension: str) -> int | None:
    """Refuse bytes that are not those of the ending, or that hide something; the number of pages of a PDF."""
    upload.seek(0)
    head = upload.read(HEAD)
    if not KINDS[extension].fits(head):
        raise FileIsNotWhatItSays(extension=extension)
    if extension in TEXTS:
        check_text(head, extension)
    upload.seek(0)
    if extension in ARCHIVES:
        names = check_archive(upload, extension)
        if extension in INSIDE and not any(name.startswith(INSIDE[extension]) for name in names):
            raise FileIsNotWhatItSays(extension=extension)
    return _pages(upload) if extension == "pdf" else None


def checksum(upload: File) -> str:
    """SHA-256 of the contents, read in pieces."""
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _pages(upload: IO[Any]) -> int:
    try:
        reader = pypdf.PdfReader(upload)
        if reader.is_encrypted:
            raise FileEncrypted()
        check_pdf(reader)
        pages = len(reader.pages)
    except DAMAGED as error:
        raise FileUnreadable() from error
    if not pages:
        raise FileUnreadable()
    return pages
