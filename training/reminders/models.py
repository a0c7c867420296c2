"""One row per reminder: which meeting, at which hour, to whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from training.enrolments.models import Enrolment
from training.reminders.rules import ReminderKind
from training.sessions.models import Meeting


class Reminder(models.Model):
    """Unique, so that nobody is reminded twice; a meeting that moves is another fact, and is reminded anew."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="reminders", verbose_name=_("enrolment"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reminders", verbose_name=_("meeting"))
    kind = models.CharField(_("when"), max_length=5, choices=ReminderKind)
    starts_at = models.DateTimeField(_("start"))
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("reminder of a meeting")
        verbose_name_plural = _("reminders of meetings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "meeting", "kind", "starts_at"], name="reminder_once"),
            models.CheckConstraint(condition=models.Q(kind__in=ReminderKind.values), name="reminder_known_kind"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
