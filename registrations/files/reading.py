"""Asking for the text of a stored PDF without trusting it: by another process, within limits."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.files.storage import FileSystemStorage, Storage

from registrations.files.errors import FileUnreadable

PROGRAM = Path(__file__).with_name("pdf_text.py")
MEGABYTES, SECONDS, LETTERS, PAGES = 768, 60, 2_000_000, 2_000
PIECE = 1024 * 1024


def pages_of(storage: Storage, name: str, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> list[str]:
    """The text of each page, as far as the limits go; never within a transaction. Raises `FileUnreadable`."""
    with _on_disk(storage, name) as path, tempfile.TemporaryFile() as answer:
        limits = [str(number) for number in (megabytes, seconds, LETTERS, PAGES)]
        command = [sys.executable, "-I", str(PROGRAM), path, *limits]
        try:
            done = subprocess.run(  # noqa: S603 - a program of ours, and the path of a file
                command, stdout=answer, stderr=subprocess.DEVNULL, timeout=2 * seconds, check=False, env={}
            )
        except subprocess.TimeoutExpired as error:
            raise FileUnreadable() from error
        pages = _answered(answer)
    if done.returncode and not pages:
        raise FileUnreadable()
    return pages


def _answered(answer: IO[bytes]) -> list[str]:
    """What was written before the end, whatever the end was; a last line cut in two is left out."""
    answer.seek(0)
    lines = answer.read().split(b"\n")[:-1]
    return [str(json.loads(line)) for line in lines]


@contextmanager
def _on_disk(storage: Storage, name: str) -> Iterator[str]:
    """The path of a local file, or of a passing copy of one that lives elsewhere."""
    if isinstance(storage, FileSystemStorage):
        yield storage.path(name)
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        with storage.open(name, "rb") as stored:
            for piece in iter(lambda: stored.read(PIECE), b""):
                copy.write(piece)
        copy.flush()
        yield copy.name
