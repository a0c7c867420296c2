"""Invoices and credit notes, which never change, and what changes beside them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.orders.models.orders import Order, OrderLine


class Paper(models.Model):
    """What invoices and credit notes say alike: a number in a series, and a snapshot of seller, buyer and lines."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    series = models.CharField(_("series"), max_length=20)
    number = models.PositiveIntegerField(_("number"))
    issued_at = models.DateTimeField(_("issued"))
    language = models.CharField(_("language"), max_length=2)
    seller = models.JSONField(_("seller"))
    buyer = models.JSONField(_("buyer"))
    lines = models.JSONField(_("lines"))
    taxes = models.JSONField(_("taxes"))
    base_cents = models.PositiveIntegerField(_("before taxes"))
    tax_cents = models.PositiveIntegerField(_("taxes"))
    total_cents = models.PositiveIntegerField(_("total"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is printed."""
        return f"{self.series}-{self.number:05d}"


class Invoice(Paper):
    """A snapshot of seller, buyer and lines. Immutable once issued; what changes stands in `InvoiceBalance`."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices", verbose_name=_("order"))
    due_on = models.DateField(_("due"))
    purchase_order = models.CharField(_("purchase order"), max_length=40, blank=True, default="")
    historical = models.BooleanField(_("imported from the past"), default=False)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="invoice_one_per_number"),
            models.CheckConstraint(
                condition=Q(total_cents=F("base_cents") + F("tax_cents")), name="invoice_total_is_base_plus_taxes"
            ),
        ]

    def late_since(self, *, on: date) -> date | None:
        """The last day to pay what is still owed, when it has passed."""
        return self.due_on if self.due_on < on and self.balance.due_cents > 0 else None


class InvoiceBalance(models.Model):
    """What was paid and credited on an invoice; nothing is ever above its total."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="balance", verbose_name=_("invoice"))
    total_cents = models.PositiveIntegerField(_("total"))
    paid_cents = models.PositiveIntegerField(_("paid"), default=0)
    credited_cents = models.PositiveIntegerField(_("credited"), default=0)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        constraints = [
            models.CheckConstraint(
                condition=Q(credited_cents__lte=F("total_cents")), name="invoicebalance_credits_within_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.due_cents}"

    @property
    def due_cents(self) -> int:
        """What is still owed; negative when too much was paid."""
        return self.total_cents - self.paid_cents - self.credited_cents

    @property
    def is_credited(self) -> bool:
        """Whether credit notes took back all of it."""
        return 0 < self.total_cents == self.credited_cents

    @property
    def overpaid_cents(self) -> int:
        """What was paid above what is owed: to be given back, or used for another invoice."""
        return max(-self.due_cents, 0)


class LineCredit(models.Model):
    """How much of one line was credited, before taxes: never more than the line."""

    line = models.OneToOneField(OrderLine, models.PROTECT, related_name="credit", verbose_name=_("order line"))
    total_cents = models.PositiveIntegerField(_("total"))
    credited_cents = models.PositiveIntegerField(_("credited"), default=0)

    class Meta:
        verbose_name = _("credited line")
        verbose_name_plural = _("credited lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(credited_cents__lte=F("total_cents")), name="linecredit_credits_within_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.credited_cents}"


class CreditNote(Paper):
    """What an invoice said too much: the same lines and the same taxes, negated. Immutable once issued."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="credit_notes", verbose_name=_("invoice"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="creditnote_one_per_number"),
            models.CheckConstraint(
                condition=Q(total_cents=F("base_cents") + F("tax_cents")), name="creditnote_total_is_base_plus_taxes"
            ),
            models.CheckConstraint(condition=Q(total_cents__gt=0), name="creditnote_of_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="creditnote_has_reason"),
        ]
