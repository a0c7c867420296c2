"""What a writing may hold, who may send one, and what becomes of it."""

import re
from collections.abc import Iterable, Mapping
from unicodedata import normalize

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role

WRITERS = (Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
MANY = 50
"""From so many people on, whoever sends types their number."""
MOST_FILES = 3
FILE_MEGABYTES = 5
FILE_KINDS = frozenset({"pdf", "docx", "xlsx", "pptx", "png", "jpg", "jpeg", "csv", "txt"})
_FIELD = re.compile(r"\{([^{}|\n]{0,60})(?:\|([^{}\n]{0,100}))?\}")


class Purpose(TextChoices):
    """Why one writes: service needs no consent, the two others do (Canada's anti-spam law, LCAP)."""

    SERVICE = "service", _("Service")
    NEWSLETTER = "newsletter", _("Newsletter")
    PROMOTION = "promotion", _("Promotion")


class WritingState(TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")


NEXT: dict[str, frozenset[str]] = {
    WritingState.DRAFT: frozenset({WritingState.SCHEDULED, WritingState.SENDING, WritingState.CANCELLED}),
    WritingState.SCHEDULED: frozenset({WritingState.DRAFT, WritingState.SENDING, WritingState.CANCELLED}),
    WritingState.SENDING: frozenset({WritingState.SENT, WritingState.CANCELLED}),
    WritingState.SENT: frozenset(),
    WritingState.CANCELLED: frozenset(),
}


class RecipientState(TextChoices):
    WAITING = "waiting", _("To be written to")
    HANDED = "handed", _("In the outbox")
    LEFT_OUT = "left_out", _("Left out")


COMMON = {"prénom": _("given name"), "nom": _("family name")}
"""Fields that every list gives."""


def may_write(by: Actor) -> bool:
    """Those who answer for people, organisations, trainings, orders or the board."""
    return by.has(*WRITERS)


def folded(name: str) -> str:
    """`{Prenom }` and `{prénom}` are one field."""
    return "".join(c for c in normalize("NFD", name.strip().lower()) if c.isascii())


def fields_in(text: str) -> list[str]:
    """The names between braces, as they are written."""
    return [found[1] for found in _FIELD.finditer(text)]


def unknown_fields(texts: Iterable[str], *, known: Iterable[str]) -> list[str]:
    """The names that no list gives, each once; a brace that opens nothing counts as one."""
    names = {folded(name) for name in known}
    found = [name for text in texts for name in fields_in(text) if folded(name) not in names]
    stray = any(brace in _FIELD.sub("", text) for text in texts for brace in "{}")
    return list(dict.fromkeys([*found, *(["{ }"] if stray else [])]))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text for one person; `{prénom|bonjour}` says what to put when there is no such value."""
    by_name = {folded(name): value for name, value in values.items()}
    return _FIELD.sub(lambda found: by_name.get(folded(found[1])) or found[2] or "", text)


def paragraphs(text: str) -> list[str]:
    """An empty line separates two paragraphs; single line breaks stay inside."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
