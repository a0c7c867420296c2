"""Reading the outbox."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from registrations.association.models import Association
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.registry import MAILS
from registrations.messages.rules import MessageState


def mails_leave(sender: Association, *, at: datetime) -> bool:
    """Whether the team has opened the tap."""
    return sender.mails_opened_at is not None and sender.mails_opened_at <= at


def due_messages(*, at: datetime, at_most: int) -> list[UUID]:
    """Messages that should have left by now, the oldest first."""
    due = Message.objects.due(at=at).order_by("not_before", "pk")
    return list(due.values_list("uuid", flat=True)[:at_most])


def was_told(kind: str, about: UUID) -> bool:
    """Whether such a message about this row was ever left to send."""
    return Message.objects.filter(kind=kind, about_uuid=about).exists()


def waiting_by_kind() -> list[tuple[str, int]]:
    """What waits in the outbox: the kind's label and how many, the most first."""
    waiting = Message.objects.filter(state=MessageState.WAITING).order_by()
    counted = waiting.values_list("kind").annotate(number=Count("pk")).order_by("-number", "kind")
    return [(str(MAILS[kind].label) if kind in MAILS else kind, number) for kind, number in counted]


PART = 5000  # addresses a statement: SQLite bounds the number of its parameters


def bounced(addresses: Iterable[str]) -> dict[str, BouncedAddress]:
    """Those of these addresses that bounce today, by lower-case address, whatever the kind of bounce."""
    wanted = sorted({address.lower() for address in addresses if address})
    parts = (wanted[start : start + PART] for start in range(0, len(wanted), PART))
    return {row.address: row for part in parts for row in BouncedAddress.objects.open().filter(address__in=part)}


def bounces_for_good(address: str) -> bool:
    """Whether nothing is to be sent to this address any more."""
    return BouncedAddress.objects.hard().filter(address=address.lower()).exists()


def message_named(identifier: str) -> Message | None:
    """The message that a Message-ID of ours names (`mails.message_id` makes them)."""
    try:
        uuid = UUID(identifier.strip().strip("<>").partition("@")[0])
    except ValueError:
        return None
    return Message.objects.select_related("to").filter(uuid=uuid).first()
