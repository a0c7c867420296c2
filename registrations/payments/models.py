"""Payments and what the card provider told us about them."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.orders.models import Order
from registrations.payments.rules import SHORTEST

ENOUGH = timedelta(minutes=2)
"""A page that closes sooner is not offered again."""


class PaymentMethod(models.TextChoices):
    CARD = "card", _("Card")
    CHEQUE = "cheque", _("Cheque")
    TRANSFER = "transfer", _("Transfer")
    INTERAC = "interac", _("Interac")
    DEPOSIT = "deposit", _("Direct deposit")


class PaymentState(models.TextChoices):
    CREATED = "created", _("Created")
    CAPTURED = "captured", _("Captured")
    FAILED = "failed", _("Failed")
    REVERSED = "reversed", _("Taken back")


class RefundReason(models.TextChoices):
    SEATS_GONE = "seats_gone", _("The seats were gone when the money came")
    CANCELLED = "cancelled", _("The order was cancelled before the money came")
    PAID_TWICE = "paid_twice", _("The order was paid already")


class Payment(models.Model):
    """Money that came, or was expected, for one order. `reference` is the provider's own.

    `refund_due_cents` is what came for nothing and must be given back.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", verbose_name=_("order"))
    method = models.CharField(_("method"), max_length=10, choices=PaymentMethod)
    state = models.CharField(_("state"), max_length=10, choices=PaymentState, default=PaymentState.CREATED)
    reference = models.CharField(_("reference"), max_length=100)
    captured_cents = models.PositiveIntegerField(_("captured"), default=0)
    refunded_cents = models.PositiveIntegerField(_("refunded"), default=0)
    refund_due_cents = models.PositiveIntegerField(_("to refund"), default=0)
    refund_reason = models.CharField(_("why"), max_length=20, choices=RefundReason, blank=True, default="")
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
            # A cheque's number is its bank's and may pay several orders; on one order it is recorded once.
            models.UniqueConstraint(
                fields=["order", "method", "reference"],
                condition=~Q(method="card") & ~Q(state="reversed"),
                name="payment_one_per_order_and_reference",
            ),
            models.CheckConstraint(
                condition=Q(method="card") | Q(received_on__isnull=False), name="payment_by_hand_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="reversed") | (Q(reversed_at__isnull=False) & ~Q(reversal_reason="")),
                name="payment_reversed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(refunded_cents__lte=F("captured_cents")), name="payment_refunds_within_captured"
            ),
            models.CheckConstraint(
                condition=Q(refund_due_cents__lte=F("captured_cents") - F("refunded_cents")),
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


class Checkout(models.Model):
    """One attempt to pay on the provider's page; its idempotency key is the order's uuid and the attempt.

    `cents` is what was asked for: what was left to pay when the page was opened (null before there was a choice).
    `closed_at` is set once its end is known: paid, expired, or refused by the provider.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="checkouts", verbose_name=_("order"))
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    cents = models.PositiveIntegerField(_("amount"), null=True)
    session_id = models.CharField(_("session"), max_length=100, blank=True, default="")
    url = models.URLField(max_length=2000, blank=True, default="")
    expires_at = models.DateTimeField(_("expires"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        constraints = [
            models.UniqueConstraint(fields=["order", "attempt"], name="checkout_one_per_attempt"),
            models.UniqueConstraint(
                fields=["session_id"], condition=~Q(session_id=""), name="checkout_one_per_session"
            ),
        ]
        indexes = [models.Index(fields=["created_at"], condition=Q(closed_at=None), name="checkout_open")]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.attempt}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether its page can still be used: one that was never made needs the time that the provider asks for."""
        return self.closed_at is None and at + (ENOUGH if self.url else SHORTEST) <= self.expires_at


class EventState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPLIED = "applied", _("Applied")
    IGNORED = "ignored", _("Nothing to do")
    FAILED = "failed", _("Failed")


class StripeEvent(models.Model):
    """An event as it was received: stored once, answered at once, applied by a job that re-reads its object."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event_id = models.CharField(_("event"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    object_id = models.CharField(_("object"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=EventState, default=EventState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    error = models.CharField(_("last error"), max_length=200, blank=True, default="")
    received_at = models.DateTimeField(_("received"))
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=EventState.values), name="stripeevent_known_state")]
        indexes = [models.Index(fields=["not_before"], condition=Q(state="waiting"), name="stripeevent_waiting")]

    def __str__(self) -> str:
        return self.event_id
