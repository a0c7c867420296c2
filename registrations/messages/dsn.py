"""Delivery status notifications (RFC 3464): what a mail server writes back when it could not deliver."""

import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import Message as Mime

from registrations.messages.rules import BounceKind, bounce_kind

MOST_RECIPIENTS = 20
_REFERENCE = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_XTEXT = re.compile(r"\+([0-9A-F]{2})")


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient whom a mail did not reach; `addresses`: to whom it was sent, if said, and where it ended."""

    addresses: tuple[str, ...]
    kind: BounceKind
    diagnosis: str


@dataclass(frozen=True, slots=True)
class Notification:
    """What one notification says: the Message-IDs that it may be about, and who was not reached."""

    message_ids: tuple[str, ...]
    failures: tuple[Failure, ...]


def read_notification(raw: bytes) -> Notification | None:
    """The notification in a mail, or None when the mail is something else (an automatic answer, a person's)."""
    mail = message_from_bytes(raw, policy=policy.compat32)
    status = next((part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return None
    blocks = status.get_payload()
    recipients = [block for block in blocks if isinstance(block, Mime)] if isinstance(blocks, list) else []
    failures = (_failure(block) for block in recipients[: MOST_RECIPIENTS + 1])
    return Notification(_message_ids(mail), tuple(failure for failure in failures if failure))


def _failure(block: Mime) -> Failure | None:
    """A recipient's fields, when delivery failed for good: delays and successes are no bounces."""
    if _field(block, "Action").lower() != "failed":
        return None
    addresses = tuple(dict.fromkeys(a for a in (_original(block), _final(block)) if "@" in a))
    text = _field(block, "Diagnostic-Code").partition(";")[2].strip()
    status = _field(block, "Status")
    kind = bounce_kind(None, status) or bounce_kind(_code(text), text) or BounceKind.SOFT
    return Failure(addresses, kind, f"{status} {text}".strip()) if addresses else None


def _original(block: Mime) -> str:
    """`rfc822; jean+2Bx@centre.qc.ca` as the address that it means (RFC 3461's xtext)."""
    text = _field(block, "Original-Recipient").partition(";")[2].strip()
    return _XTEXT.sub(lambda code: chr(int(code[1], 16)), text).lower()


def _final(block: Mime) -> str:
    return _field(block, "Final-Recipient").partition(";")[2].strip().strip("<>").lower()


def _code(text: str) -> int | None:
    found = re.match(r"\d{3}\b", text)
    return int(found[0]) if found else None


def _message_ids(mail: Mime) -> tuple[str, ...]:
    """From the mail that came back with the notification, else from what the notification answers."""
    headers = [p.get_payload() for p in mail.walk() if p.get_content_type() == "text/rfc822-headers"]
    returned = [message_from_string(text.lstrip()) for text in headers if isinstance(text, str)]
    returned += [part for part in mail.walk() if part is not mail]
    texts = [_field(part, "Message-ID") for part in returned]
    texts += [_field(mail, "In-Reply-To"), _field(mail, "References")]
    found = [name for text in texts for name in _REFERENCE.findall(text)]
    return tuple(dict.fromkeys(found))


def _field(part: Mime, name: str) -> str:
    return " ".join(str(part.get(name, "")).split())
