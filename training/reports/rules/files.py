"""The states of a file that a job makes, and how often it is tried."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_TRIES = 3


class FileState(TextChoices):
    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


NEXT: dict[str, frozenset[str]] = {
    FileState.WAITING: frozenset({FileState.READY, FileState.FAILED}),
    FileState.FAILED: frozenset({FileState.WAITING}),
}
