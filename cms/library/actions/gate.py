"""Who may write what, asked first thing by every action of the library."""

from cms.library.errors import NotLibrarian, OnlyDrafts
from cms.library.models import Resource
from cms.library.rules import UNSEEN, may_keep_library, may_prepare
from registrations.actors import Actor

AREA = "library"
"""What answers are cached under: bumped by every change."""


def allow(by: Actor) -> None:
    """What readers see, and the exceptions, are the librarian's."""
    if not may_keep_library(by):
        raise NotLibrarian()


def allow_drafts(by: Actor, resource: Resource | None = None) -> None:
    """Editors too may write a record, until it is shown. Raises `NotLibrarian` or `OnlyDrafts`."""
    if may_keep_library(by):
        return
    if not may_prepare(by):
        raise NotLibrarian()
    if resource is not None and resource.state not in UNSEEN:
        raise OnlyDrafts()
