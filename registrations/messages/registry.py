"""What upper apps know how to say: one entry per kind of message."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise

from registrations.messages.calendar import Entry
from registrations.messages.models import BouncedAddress, Message


class Recipient(Protocol):
    """Who a message is for, without knowing people."""

    pk: int
    language: str

    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a mail; `content_type` with its parameters, as `text/calendar; method=REQUEST`."""

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
    unsubscribe_url: str = ""  # one click (RFC 8058); a promotional mail does not leave without it
    reply_to: str = ""  # instead of the association's address to answer
    linked: bool = False  # addresses in the paragraphs become links


@dataclass(frozen=True, slots=True)
class MailKind:
    """`render(about_uuid, language)` returns the mail, or None when there is nothing to say any more.

    What the team sends `to_oneself` to see leaves though the tap is closed.
    It runs in that language. `example` finds a row to preview it with, if there is one. A `promotional` mail belongs to
    a list that people may leave (`newsletter`, `promotion`): it goes to those alone whom `MAY_LEAVE` allows.
    """

    label: str | Promise
    render: Callable[[UUID, str], Mail | None]
    promotional: bool = False
    to_oneself: bool = False
    list: str = "promotion"
    example: Callable[[], UUID | None] = lambda: None


MAILS: dict[str, MailKind] = {}


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether a promotional mail may leave, why not, and the address where its reader unsubscribes in one click."""

    allowed: bool
    reason: str = ""
    unsubscribe_url: str = ""


MAY_LEAVE: list[Callable[[Message, MailKind, date], Leave]] = []
"""Asked just before a promotional mail leaves, in its language; while nobody answers here, none leaves."""

CALENDAR_ENTRIES: list[Callable[[Any, datetime], Iterable[Entry]]] = []
"""`(person, at) -> events` of a person's feed, each in a number of statements that does not grow; in their language."""

OnBounce = Callable[[BouncedAddress, datetime], None]
"""`(bounce, at)`: told once, in the same transaction, when an address turns out to be permanently no good."""

ON_BOUNCE: list[OnBounce] = []
