"""What upper apps know how to say: one entry per kind of message."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID


class Recipient(Protocol):
    """Who a message is for, without knowing people."""

    pk: int
    language: str

    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a mail, as a calendar file: `text/calendar; method=REQUEST`."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as `mails.py` returns it, unsent: subject, plain paragraphs, facts in a table, one main action."""

    subject: str
    paragraphs: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    action: tuple[str, str] | None = None  # label, absolute address
    reason: str = ""  # why one receives it
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MailKind:
    """`render(about_uuid, language)` returns the mail, or None when there is nothing to say any more."""

    label: str
    render: Callable[[UUID, str], Mail | None]
    promotional: bool = False


MAILS: dict[str, MailKind] = {}
