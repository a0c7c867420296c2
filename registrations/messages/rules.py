"""What may become of a message, and when it is tried again."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=5)


class MessageState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


NEXT: dict[str, frozenset[str]] = {
    MessageState.WAITING: frozenset({MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED}),
    MessageState.FAILED: frozenset({MessageState.WAITING, MessageState.CANCELLED}),
    MessageState.SENT: frozenset(),
    MessageState.CANCELLED: frozenset(),
}


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts (1, 2, 4 ... minutes, at most two hours); None: give up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return min(timedelta(minutes=2 ** (attempts - 1)), timedelta(hours=2))
