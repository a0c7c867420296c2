"""Reading the outbox."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count

from registrations.association.models import Association
from registrations.messages.models import Message
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
