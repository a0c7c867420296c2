"""The states of a batch and of its lines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    CHECKED = "checked", _("Checked")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    CANCELLED = "cancelled", _("Cancelled")


class Verdict(TextChoices):
    NEW = "new", _("New")
    UPDATE = "update", _("Update")
    SAME = "same", _("Unchanged")
    REFUSED = "refused", _("Refused")


class LineState(TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    LEFT_OUT = "left_out", _("Left out")
    FAILED = "failed", _("Refused meanwhile")


NEXT: dict[str, frozenset[str]] = {
    BatchState.CHECKED: frozenset({BatchState.APPLYING, BatchState.CANCELLED}),
    BatchState.APPLYING: frozenset({BatchState.APPLIED}),
}
