"""What a file may hide: looked at without unpacking or running anything."""

import zipfile
from collections.abc import Iterator
from typing import IO, Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from registrations.files.errors import FileIsBomb, FileIsNotWhatItSays, FileWithMacros, FileWithScript

MOST_MEMBERS = 20_000
MOST_UNPACKED = 2 * 1024**3
HONEST_RATIO = 200
"""Text may shrink fifty times; what swells two hundred times from more than `SMALL` is made to."""
SMALL = 50 * 1024**2
MACROS = ("vbaproject.bin", "/macrosheets/", "/activex/", "vbadata.xml")
PROGRAMS = (
    ".exe", ".com", ".bat", ".cmd", ".scr", ".msi", ".js", ".vbs", ".ps1", ".jar", ".lnk", ".hta", ".dll",
    ".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".ppsm", ".potm",
)  # fmt: skip
MARKUP = (b"<html", b"<!doctype html", b"<svg", b"<script", b"<?xml", b"<body", b"<iframe")
ACTIVE = frozenset({"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute", "/Rendition"})
DEEPEST = 40


def check_archive(upload: IO[Any], extension: str) -> list[str]:
    """The names in an archive, Office's and EPUB's included. Refuses bombs, macros and programs."""
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileIsNotWhatItSays(extension=extension) from error
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    swells = unpacked > SMALL and unpacked > HONEST_RATIO * max(packed, 1)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or swells:
        raise FileIsBomb()
    names = [member.filename for member in members]
    lowered = [f"/{name.lower()}" for name in names]
    if any(mark in name for name in lowered for mark in MACROS) or any(name.endswith(PROGRAMS) for name in lowered):
        raise FileWithMacros()
    return names


def check_text(head: bytes, extension: str) -> None:
    """A page or a drawing under the name of a text is refused: it is none."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(MARKUP):
        raise FileIsNotWhatItSays(extension=extension)


def check_pdf(reader: pypdf.PdfReader) -> None:
    """Refuse a PDF of which any object runs a script or starts a program, wherever it hangs."""
    for found in _objects(reader):
        if _is_active(found):
            raise FileWithScript()


def _objects(reader: pypdf.PdfReader) -> Iterator[Any]:
    numbers = {(number, generation) for generation, known in reader.xref.items() for number in known}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        if number:
            yield IndirectObject(number, generation, reader).get_object()


def _is_active(found: Any, depth: int = 0) -> bool:
    """Whether this object, or what is written inside it, is an action that acts by itself."""
    if depth > DEEPEST:
        return True
    if isinstance(found, DictionaryObject):
        if found.raw_get("/S") in ACTIVE if "/S" in found else False:
            return True
        if "/JS" in found or "/JavaScript" in found or "/XFA" in found:
            return True
        return any(_is_active(found.raw_get(key), depth + 1) for key in found)
    if isinstance(found, ArrayObject):
        return any(_is_active(list.__getitem__(found, place), depth + 1) for place in range(len(found)))
    return False
