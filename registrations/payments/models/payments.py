"""Money that came, or was expected, for an order."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.orders.models import Order
from registrations.organisations.models import Organisation


class PaymentMethod(models.TextChoices):
    CARD = "card", _("Card")
    CHEQUE = "cheque", _("Cheque")
    TRANSFER = "transfer", _("Transfer")
    INTERAC = "interac", _("Interac")
    DEPOSIT = "deposit", _("Direct deposit")
    CREDIT = "credit", _("Credit from another invoice")


class PaymentState(models.TextChoices):
    CREATED = "created", _("Created")
    CAPTURED = "captured", _("Captured")
    FAILED = "failed", _("Failed")
    REVERSED = "reversed", _("Taken back")


class RefundReason(models.TextChoices):
    SEATS_GONE = "seats_gone", _("The seats were gone when the money came")
    CANCELLED = "cancelled", _("The order was cancelled before the money came")
    PAID_TWICE = "paid_twice", _("The order was paid already")


class Receipt(models.Model):
    """Money as it reached the bank by hand: one cheque, one transfer. Payments are its parts, one per order.

    What is neither allotted nor returned is a credit on the payer's account.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name=_("person"),
    )
    method = models.CharField(_("method"), max_length=10, choices=PaymentMethod)
    reference = models.CharField(_("reference"), max_length=100)
    received_on = models.DateField(_("received on"))
    received_cents = models.PositiveIntegerField(_("received"))
    allotted_cents = models.PositiveIntegerField(_("allotted"), default=0)
    returned_cents = models.PositiveIntegerField(_("given back"), default=0)
    recorded_at = models.DateTimeField(_("recorded"))
    slip = models.ForeignKey(
        "registrations.DepositSlip",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name=_("deposit slip"),
    )
    reversed_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    reversal_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(organisation=None), name="receipt_one_payer"),
            models.CheckConstraint(condition=Q(received_cents__gt=0), name="receipt_of_something"),
            models.CheckConstraint(
                condition=Q(allotted_cents__lte=F("received_cents") - F("returned_cents")),
                name="receipt_parts_within_received",
            ),
            models.CheckConstraint(
                condition=Q(reversed_at=None) | (~Q(reversal_reason="") & Q(allotted_cents=0)),
                name="receipt_reversed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(method__in=["cheque", "transfer", "interac", "deposit"]), name="receipt_by_hand"
            ),
            models.UniqueConstraint(
                fields=["organisation", "method", "reference"],
                condition=Q(reversed_at=None, organisation__isnull=False),
                name="receipt_one_per_organisation_and_reference",
            ),
            models.UniqueConstraint(
                fields=["person", "method", "reference"],
                condition=Q(reversed_at=None, person__isnull=False),
                name="receipt_one_per_person_and_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def left_cents(self) -> int:
        """What can still be allotted, or given back; nothing of what was taken back."""
        return 0 if self.reversed_at else self.received_cents - self.allotted_cents - self.returned_cents


class Payment(models.Model):
    """Money that came, or was expected, for one order. `reference` is the provider's own.

    `refund_due_cents` is what came for nothing and must be given back; `refunded_cents` counts the refunds that are
    asked, sent or done; `lost_cents` what a dispute took back.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", verbose_name=_("order"))
    method = models.CharField(_("method"), max_length=10, choices=PaymentMethod)
    state = models.CharField(_("state"), max_length=10, choices=PaymentState, default=PaymentState.CREATED)
    reference = models.CharField(_("reference"), max_length=100)
    captured_cents = models.PositiveIntegerField(_("captured"), default=0)
    refunded_cents = models.PositiveIntegerField(_("refunded"), default=0)
    refund_due_cents = models.PositiveIntegerField(_("to refund"), default=0)
    lost_cents = models.PositiveIntegerField(_("lost in a dispute"), default=0)
    refund_reason = models.CharField(_("why"), max_length=20, choices=RefundReason, blank=True, default="")
    receipt = models.ForeignKey(
        "registrations.Receipt",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("receipt"),
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)
    reversed_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    reversal_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True, default="")
    captured_at = models.DateTimeField(_("captured on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["method", "reference"], condition=Q(method="card"), name="payment_one_per_reference"
            ),
            # The other side of a credit moved from an invoice: its reference is the uuid of the refund there.
            models.UniqueConstraint(
                fields=["reference"], condition=Q(method="credit"), name="payment_one_per_credit_moved"
            ),
            models.CheckConstraint(
                condition=Q(method__in=["card", "credit"], receipt=None)
                | Q(method__in=["cheque", "transfer", "interac", "deposit"], receipt__isnull=False),
                name="payment_by_hand_is_of_a_receipt",
            ),
            models.CheckConstraint(
                condition=Q(method="card") | Q(received_on__isnull=False), name="payment_by_hand_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="reversed") | (Q(reversed_at__isnull=False) & ~Q(reversal_reason="")),
                name="payment_reversed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(refunded_cents__lte=F("captured_cents") - F("lost_cents")),
                name="payment_refunds_within_captured",
            ),
            models.CheckConstraint(
                condition=Q(refund_due_cents__lte=F("captured_cents") - F("refunded_cents") - F("lost_cents")),
                name="payment_refund_due_within_rest",
            ),
            models.CheckConstraint(
                condition=Q(refund_due_cents=0) | ~Q(refund_reason=""), name="payment_refund_due_has_reason"
            ),
            models.CheckConstraint(condition=Q(state__in=PaymentState.values), name="payment_known_state"),
            models.CheckConstraint(
                condition=~Q(state="captured") | Q(captured_at__isnull=False), name="payment_captured_has_instant"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def has_paper(self) -> bool:
        """Money that came and was not taken back has a receipt; a credit moved from an invoice is not money."""
        return self.state == PaymentState.CAPTURED and self.method != PaymentMethod.CREDIT

    @property
    def came_for_nothing(self) -> bool:
        """It never counted on an invoice: all of it goes back."""
        return bool(self.refund_reason)

    @property
    def left_cents(self) -> int:
        """What was neither given back nor lost."""
        return self.captured_cents - self.refunded_cents - self.lost_cents
