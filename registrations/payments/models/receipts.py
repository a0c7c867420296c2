"""What becomes of money received by hand besides paying invoices: given back, and taken to the bank."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.payments.models.payments import PaymentMethod, Receipt


class ReceiptReturn(models.Model):
    """A part of a receipt that paid nothing and went back to whoever had paid it. It counts in `returned_cents`."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="returns", verbose_name=_("receipt"))
    cents = models.PositiveIntegerField(_("amount"))
    method = models.CharField(_("method"), max_length=10, choices=PaymentMethod)
    reference = models.CharField(_("reference"), max_length=100)
    reason = models.CharField(_("reason"), max_length=200)
    returned_on = models.DateField(_("given back on"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("amount given back")
        verbose_name_plural = _("amounts given back")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="receiptreturn_of_something"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(reference=""), name="receiptreturn_says_why_and_how"),
            models.CheckConstraint(
                condition=Q(method__in=["cheque", "transfer", "interac", "deposit"]), name="receiptreturn_by_hand"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DepositSlip(models.Model):
    """Receipts taken to the bank together. `number` is printed on the slip; what was deposited does not change."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    deposited_on = models.DateField(_("deposited on"))
    total_cents = models.PositiveIntegerField(_("total"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("deposit slip")
        verbose_name_plural = _("deposit slips")
        ordering = ["-number"]
        constraints = [models.CheckConstraint(condition=Q(total_cents__gt=0), name="depositslip_of_something")]

    def __str__(self) -> str:
        return f"B-{self.number:04d}"
