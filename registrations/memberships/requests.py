"""What the doors of applications receive: files, and the answers kept from one page to the next."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any

from django.core.files.base import File

from registrations.files.uploads import Received, received
from registrations.memberships.actions import ACCEPTED, MEGABYTES

KEPT = "adhesion"


@contextmanager
def all_received(uploads: Iterable[File], *, at: datetime) -> Iterator[list[Received]]:
    """Each file checked and stored, or none: what was stored is removed when anything inside is refused."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(received(upload, feature="memberships", at=at, allowed=ACCEPTED, megabytes=MEGABYTES))
            for upload in uploads
        ]


def answers(request: Any) -> dict[str, Any]:
    """What was answered so far to the pages of an application."""
    found = request.session.get(KEPT)
    return dict(found) if isinstance(found, dict) else {}


def keep(request: Any, **given: Any) -> None:
    """More answers; those of the same name are replaced."""
    request.session[KEPT] = answers(request) | given


def forget(request: Any) -> None:
    """It was sent: the next one begins anew."""
    request.session.pop(KEPT, None)
