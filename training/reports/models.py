"""What the report keeps: the indicators that a funder asked for, reports as they were sent, files made of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.files.storages import private_storage
from registrations.ids import uuid7
from training.catalogue.models import Programme
from training.reports.rules.files import FileState


class ReportOutline(models.Model):
    """What the funder of a programme wants to see, in the order of the report; without one, everything."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="report_outline", verbose_name=_("programme")
    )
    indicators = models.JSONField(_("indicators"), default=list)
    breakdowns = models.JSONField(_("tables"), default=list, blank=True)

    class Meta:
        verbose_name = _("outline of the funder's report")
        verbose_name_plural = _("outlines of the funder's reports")

    def __str__(self) -> str:
        return str(self.programme)


class FrozenReport(models.Model):
    """A report as it was when it was sent: never changed nor deleted (triggers). Who froze it is in the journal.

    `document` holds the numbers and the words of the programme; `sha256` is that of its canonical JSON.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="frozen_reports", verbose_name=_("programme"))
    number = models.PositiveIntegerField(_("version"))
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    rules = models.CharField(_("rules"), max_length=20)
    document = models.JSONField(_("numbers"))
    sha256 = models.CharField(_("digest"), max_length=64)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    frozen_at = models.DateTimeField(_("frozen"))

    class Meta:
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        ordering = ["-frozen_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="frozenreport_one_per_number"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="frozenreport_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} – {self.number}"


class FileFormat(models.TextChoices):
    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("XLSX")
    ZIP = "zip", _("ZIP")


class TrainingFile(models.Model):
    """A list, or a file of evidence, made by a job; the file goes after thirty days, the row says that it was made."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("content"), max_length=20)
    format = models.CharField(_("format"), max_length=4, choices=FileFormat)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    first_on = models.DateField(_("from"), null=True, blank=True)
    last_on = models.DateField(_("to"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=FileState, default=FileState.WAITING)
    rows_done = models.PositiveIntegerField(_("rows"), default=0)
    file = models.FileField(_("file"), upload_to="", storage=private_storage, blank=True, max_length=200)
    sha256 = models.CharField(_("digest"), max_length=64, blank=True, default="")
    error = models.CharField(_("last error"), max_length=300, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    run = models.UUIDField(null=True, editable=False)  # of the try that writes it: an earlier one finishes nothing
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    progressed_at = models.DateTimeField(_("last progress"))
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of training")
        verbose_name_plural = _("files of training")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="trainingfile_known_state"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False), name="trainingfile_ready_has_instant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.format}"
