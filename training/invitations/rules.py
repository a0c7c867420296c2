"""States of an invitation, what a pasted list reads as, the secret of a personal link, when one is reminded."""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InvitationState(TextChoices):
    INVITED = "invited", _("No answer yet")
    YES = "yes", _("Comes")
    NO = "no", _("Does not come")
    MAYBE = "maybe", _("May come")
    REVOKED = "revoked", _("Withdrawn")


class Reply(TextChoices):
    """What one answers; each is the state of that name."""

    YES = "yes", _("I will come")
    MAYBE = "maybe", _("I do not know yet")
    NO = "no", _("I cannot come")


_ANSWERED = frozenset({InvitationState.YES, InvitationState.NO, InvitationState.MAYBE})
NEXT: dict[str, frozenset[str]] = {
    InvitationState.INVITED: _ANSWERED | {InvitationState.REVOKED},
    InvitationState.YES: _ANSWERED - {InvitationState.YES} | {InvitationState.REVOKED},
    InvitationState.NO: _ANSWERED - {InvitationState.NO} | {InvitationState.REVOKED},
    InvitationState.MAYBE: _ANSWERED - {InvitationState.MAYBE} | {InvitationState.REVOKED},
    InvitationState.REVOKED: frozenset(),
}
UNDECIDED = frozenset({InvitationState.INVITED, InvitationState.MAYBE})
"""States in which a reminder is of use; once the time to answer is over, they read as *expired*."""


class Whom(TextChoices):
    """Of an organisation, whom to invite."""

    DIRECTORS = "directors", _("Its direction")
    MANAGERS = "managers", _("Its direction and its managers")
    REGISTRARS = "registrars", _("Its registrars")
    ALL = "all", _("All its staff")


class Verdict(TextChoices):
    """What becomes of one line when invitations are sent."""

    PERSON = "person", _("Will be invited")
    GUEST = "guest", _("Unknown address: will be invited as a guest")
    INVITED = "invited", _("Already invited")
    SEATED = "seated", _("Already registered")
    TWICE = "twice", _("Already in this list")
    BOUNCED = "bounced", _("This address returns our mails")
    NO_ADDRESS = "no_address", _("No address to write to")
    MALFORMED = "malformed", _("Neither an address nor a name that we read")
    UNKNOWN = "unknown", _("Nobody of this name: give an address")
    SEVERAL = "several", _("Several people of this name: give an address")
    NOBODY = "nobody", _("Nobody to invite there")


SENT = frozenset({Verdict.PERSON, Verdict.GUEST})
"""What sending acts on; the rest stays as it is."""

MOST_LINES = 5_000
LONGEST_SECRET = 100
LONGEST_SHOWN = 300
REMIND_BEFORE, REMIND_AFTER, REMIND_ROOM = timedelta(days=3), timedelta(days=2), timedelta(hours=12)
"""One is reminded three days before the answer is due, two days after the invitation at the soonest, and not at all
when fewer than twelve hours would be left."""
KEPT_AFTER = timedelta(days=30)
"""How long after a session the address of a guest who never took a seat is kept."""

WORDS = re.compile(r"[^\s<>;,\"'()]+")
WELL_FORMED = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
BETWEEN = re.compile(r"[;,\t<>\"()]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as it was typed: an address, a name, or both; neither is a line that does not read."""

    text: str
    address: str = ""
    name: str = ""


def read_lines(lines: Iterable[str]) -> list[Typed]:
    """Whom the lines name, in their order; several addresses on a line are as many people."""
    return [one for line in lines if line.strip(";,\t \r") for one in _typed(line.strip())]


def _typed(line: str) -> list[Typed]:
    """A line is read whole, as long as it may be: mail programs put all the recipients on one."""
    found = [word.rstrip(".").lower() for word in WORDS.findall(line) if _is_address(word)]
    if len(found) > 1:
        return [_addressed(address[:LONGEST_SHOWN], address, "") for address in found]
    line = line[:LONGEST_SHOWN]
    rest = " ".join(BETWEEN.sub(" ", WORDS.sub(lambda word: ";" if _is_address(word[0]) else word[0], line)).split())
    if found:
        return [_addressed(line, found[0], rest)]
    named = "@" not in line and len(rest.split()) > 1 and not any(mark.isdigit() for mark in rest)
    return [Typed(line, name=rest[:150] if named else "")]


def _is_address(word: str) -> bool:
    return "@" in word[1:-1]


def _addressed(text: str, address: str, name: str) -> Typed:
    if len(address) > 254 or ".." in address or not WELL_FORMED.fullmatch(address):
        return Typed(text)
    return Typed(text, address, name[:150])


def secret_of(uuid: UUID, turn: int, key: str) -> str:
    """The 128 bits of a personal link, from its row and the site's key: the table alone gives no link. Each `turn` is
    another link, and the one before opens nothing any more."""
    made = hmac.new(key.encode(), b"training.invitation:%d:" % turn + uuid.bytes, sha256).digest()[:16]
    return urlsafe_b64encode(made).decode().rstrip("=")


def remind_at(invited_at: datetime, answer_by: datetime) -> datetime | None:
    """When who has not answered is reminded; None when there is no time for it."""
    then = max(invited_at + REMIND_AFTER, answer_by - REMIND_BEFORE)
    return then if then <= answer_by - REMIND_ROOM else None
