"""Imports in two steps: a batch is checked line by line and writes nothing else, then applied line by line."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.imports.rules import BatchState, LineState, Verdict


class ImportBatch(models.Model):
    """One file of one kind (`IMPORTS`), with a verdict per line; `about_uuid`: the one row whose file it is, if any."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    about_uuid = models.UUIDField(null=True, blank=True, editable=False)
    historical = models.BooleanField(_("historical mode"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.CHECKED)
    lines_total = models.PositiveIntegerField(_("lines"), default=0)
    lines_refused = models.PositiveIntegerField(_("refused lines"), default=0)
    lines_done = models.PositiveIntegerField(_("lines applied"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("imported by")
    )
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("applied by")
    )
    created_at = models.DateTimeField(_("created"))
    progressed_at = models.DateTimeField(_("last progress"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="importbatch_known_state"),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False), name="importbatch_applied_has_instant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportLine(models.Model):
    """A line of the file as it was read, its verdict, and what became of it; `sheet` and `row`: where in a workbook."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    sheet = models.CharField(_("sheet"), max_length=31, blank=True, default="")
    row = models.PositiveIntegerField(_("line of the sheet"), default=0)
    values = models.JSONField(_("values"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LineState, default=LineState.WAITING)

    class Meta:
        verbose_name = _("import line")
        verbose_name_plural = _("import lines")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="importline_one_per_number"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="importline_known_verdict"),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="importline_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
