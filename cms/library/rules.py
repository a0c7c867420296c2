"""Who keeps the library, and the states that a work goes through: pure."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role


class ResourceState(TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NEXT: dict[str, frozenset[str]] = {
    ResourceState.DRAFT: frozenset({ResourceState.REVIEW, ResourceState.PUBLISHED}),
    ResourceState.REVIEW: frozenset({ResourceState.DRAFT, ResourceState.PUBLISHED}),
    ResourceState.PUBLISHED: frozenset({ResourceState.REPLACED, ResourceState.WITHDRAWN}),
    ResourceState.REPLACED: frozenset({ResourceState.PUBLISHED, ResourceState.WITHDRAWN}),
    ResourceState.WITHDRAWN: frozenset({ResourceState.PUBLISHED}),
}

SHOWN = (ResourceState.PUBLISHED, ResourceState.REPLACED)
"""What the policy may open: a replaced work keeps its address and its files, and names the one that follows it."""

UNSEEN = (ResourceState.DRAFT, ResourceState.REVIEW)
"""What nobody but the team has seen yet: editors may still write it."""

VIDEOS = frozenset({"mp4", "webm"})
SOUNDS = frozenset({"mp3"})
CAPTIONS = "vtt"
PLAYED = VIDEOS | SOUNDS | {CAPTIONS}
"""What plays in its page, and what goes with it."""

SOON = timedelta(days=60)
"""How long ahead the librarian reads that a work is to be reviewed."""


def review_comes(review_on: date | None, *, on: date) -> bool:
    """Whether the day of reviewing a work has come, or comes soon."""
    return review_on is not None and review_on <= on + SOON


def may_keep_library(by: Actor) -> bool:
    """Librarians add, change, publish, and make exceptions; administrators may stand in."""
    return by.has(Role.LIBRARIAN)


def may_prepare(by: Actor) -> bool:
    """Editors write drafts and hand them to the librarian; what readers see is the librarian's."""
    return by.has(Role.LIBRARIAN, Role.EDITOR)


def may_look_as(by: Actor) -> bool:
    """Editors and librarians may ask what a given audience gets."""
    return by.has(Role.LIBRARIAN, Role.EDITOR, Role.BOARD_SECRETARY)
