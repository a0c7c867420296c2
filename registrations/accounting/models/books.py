"""The numbers of accounts, the periods that are closed, and the files made for the accountant."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.accounting.rules.posting import AccountRole
from registrations.files.storages import private_storage
from registrations.ids import uuid7


class AccountMap(models.Model):
    """The number that the association's ledger gives to one account; revenue has one for each accounting code."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    role = models.CharField(_("account"), max_length=12, choices=AccountRole)
    code = models.CharField(_("accounting code"), max_length=20, blank=True, default="")
    number = models.CharField(_("number"), max_length=20)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        ordering = ["role", "code"]
        constraints = [
            models.UniqueConstraint(fields=["role", "code"], name="accountmap_one_per_role_and_code"),
            models.CheckConstraint(condition=~Q(number=""), name="accountmap_has_number"),
            models.CheckConstraint(condition=Q(role__in=AccountRole.values), name="accountmap_known_role"),
        ]

    def __str__(self) -> str:
        return self.number


class Closing(models.Model):
    """The books are closed until this day included, with the accounts as they were numbered then.

    `digest` is that of its entries: the nightly reconciliation computes it again.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    until = models.DateField(_("closed until"))
    accounts = models.JSONField(_("accounts"), default=list)
    entries = models.PositiveIntegerField(_("entries"))
    digest = models.CharField(_("digest"), max_length=64)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed on"))
    reopened_at = models.DateTimeField(_("opened again on"), null=True, blank=True)
    reason = models.CharField(_("why it was opened again"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        ordering = ["-until", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["until"], condition=Q(reopened_at=None), name="closing_one_per_day"),
            models.CheckConstraint(condition=Q(reopened_at=None) | ~Q(reason=""), name="closing_reopened_has_reason"),
        ]

    def __str__(self) -> str:
        return self.until.isoformat()


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class ExportFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"


class AccountingExport(models.Model):
    """A file for the accountant, made by a job; its file goes after thirty days, the row says that it was made."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("content"), max_length=20)
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    rows_done = models.PositiveIntegerField(_("rows"), default=0)
    file = models.FileField(_("file"), upload_to="", storage=private_storage, blank=True, max_length=200)
    sha256 = models.CharField(_("digest"), max_length=64, blank=True, default="")
    error = models.CharField(_("last error"), max_length=300, blank=True, default="")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    progressed_at = models.DateTimeField(_("last progress"))
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)

    class Meta:
        verbose_name = _("accounting export")
        verbose_name_plural = _("accounting exports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="accountingexport_days_in_order"),
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="accountingexport_known_state"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False), name="accountingexport_ready_has_instant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on} {self.ends_on}"
