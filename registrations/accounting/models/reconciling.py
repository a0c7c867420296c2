"""What each night compares, what does not add up, and what the card provider's account says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7


class ProviderState(models.TextChoices):
    OFF = "off", _("Cards are not open")
    COMPARED = "compared", _("Compared")
    SILENT = "silent", _("The provider did not answer")


class Reconciliation(models.Model):
    """One day compared: our rows with each other, and with the card provider's account."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    day = models.DateField(_("day"), unique=True)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"))
    checked = models.PositiveIntegerField(_("invoices checked"), default=0)
    found = models.PositiveIntegerField(_("found"), default=0)
    mended = models.PositiveIntegerField(_("mended"), default=0)
    provider = models.CharField(_("card provider"), max_length=10, choices=ProviderState)
    charged_cents = models.BigIntegerField(_("charged by card"), default=0)
    refunded_cents = models.BigIntegerField(_("given back by card"), default=0)
    fees_cents = models.BigIntegerField(_("fees"), default=0)
    paid_out_cents = models.BigIntegerField(_("paid out to the bank"), default=0)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(provider__in=ProviderState.values), name="reconciliation_known_provider_state"
            )
        ]

    def __str__(self) -> str:
        return self.day.isoformat()


class Discrepancy(models.Model):
    """One fact that does not add up, once for as long as it lasts: closed when it is mended, quiet when explained."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    reconciliation = models.ForeignKey(
        Reconciliation, models.PROTECT, related_name="discrepancies", verbose_name=_("reconciliation")
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=120)
    about = models.CharField(_("table"), max_length=60, blank=True, default="")
    about_pk = models.PositiveBigIntegerField(_("row"), null=True, blank=True)
    name = models.CharField(_("subject"), max_length=120)
    expected_cents = models.BigIntegerField(_("expected"), null=True, blank=True)
    found_cents = models.BigIntegerField(_("found"), null=True, blank=True)
    found_at = models.DateTimeField(_("found on"))
    seen_at = models.DateTimeField(_("last seen"))
    mended_at = models.DateTimeField(_("mended on"), null=True, blank=True)
    explained_at = models.DateTimeField(_("explained on"), null=True, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("explained by"),
    )
    note = models.CharField(_("explanation"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(mended_at=None), name="discrepancy_once_while_it_lasts"
            ),
            models.CheckConstraint(condition=Q(explained_at=None) | ~Q(note=""), name="discrepancy_explained_has_note"),
        ]
        indexes = [models.Index(fields=["kind"], condition=Q(mended_at=None), name="discrepancy_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class ProviderLine(models.Model):
    """One line of the provider's own account: a charge, a refund, a dispute, a fee, a payout. Never changed.

    `posted_on` is the day on which the books take it: its own, or the day it was read when its own was closed.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    type = models.CharField(_("provider's own kind"), max_length=40, blank=True, default="")
    source = models.CharField(_("about"), max_length=100, blank=True, default="")
    payment_reference = models.CharField(_("payment"), max_length=100, blank=True, default="")
    cents = models.BigIntegerField(_("amount"))
    fee_cents = models.BigIntegerField(_("fees"), default=0)
    net_cents = models.BigIntegerField(_("net"))
    currency = models.CharField(_("currency"), max_length=3)
    occurred_at = models.DateTimeField(_("when"))
    posted_on = models.DateField(_("in the books on"))

    class Meta:
        verbose_name = _("line of the card provider")
        verbose_name_plural = _("lines of the card provider")
        ordering = ["-occurred_at", "-id"]
        indexes = [
            models.Index(fields=["occurred_at"], name="providerline_by_instant"),
            models.Index(fields=["payment_reference"], name="providerline_by_payment"),
        ]

    def __str__(self) -> str:
        return self.reference
