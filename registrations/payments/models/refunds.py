"""Money that goes back: refunds that we decide, and disputes that we lose."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.money import spelled
from registrations.orders.models import CreditNote
from registrations.payments.models.payments import Payment, PaymentMethod


class RefundState(models.TextChoices):
    PROPOSED = "proposed", _("Awaits a second person")
    ASKED = "asked", _("To send")
    SENT = "sent", _("Sent")
    CONFIRMED = "confirmed", _("Given back")
    FAILED = "failed", _("Failed")
    DISCARDED = "discarded", _("Not approved")


class Refund(models.Model):
    """A part of one payment that goes back. A row first, then sent with its `uuid` as key, then confirmed.

    From its asking it counts in the payment's `refunded_cents`; one that failed or was not approved counts no more.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    cents = models.PositiveIntegerField(_("amount"))
    method = models.CharField(_("method"), max_length=10, choices=PaymentMethod)
    state = models.CharField(_("state"), max_length=10, choices=RefundState)
    reason = models.CharField(_("reason"), max_length=300)
    reference = models.CharField(_("reference"), max_length=100, blank=True, default="")
    credit_note = models.ForeignKey(
        CreditNote, models.PROTECT, null=True, blank=True, related_name="refunds", verbose_name=_("credit note")
    )
    external = models.BooleanField(_("made at the provider's"), default=False)
    from_due = models.BooleanField(_("of money that came for nothing"), default=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    error = models.CharField(_("last error"), max_length=200, blank=True, default="")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    asked_at = models.DateTimeField(_("asked"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    given_on = models.DateField(_("given back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="refund_of_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="refund_has_reason"),
            models.CheckConstraint(condition=Q(state__in=RefundState.values), name="refund_known_state"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("asked_by")), name="refund_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "failed", "discarded"]) | Q(ended_at__isnull=False),
                name="refund_ended_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(method="card") | ~Q(state="confirmed") | (Q(given_on__isnull=False) & ~Q(reference="")),
                name="refund_by_hand_has_day_and_reference",
            ),
            models.CheckConstraint(
                condition=~Q(method="card") | ~Q(state__in=["sent", "confirmed"]) | ~Q(reference=""),
                name="refund_by_card_is_the_providers",
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(method="card") & ~Q(reference=""), name="refund_one_per_reference"
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=["asked", "sent"]), name="refund_under_way")
        ]

    def __str__(self) -> str:
        return f"{self.payment}: {spelled(self.cents, get_language() or 'fr')}"

    @property
    def by_hand(self) -> bool:
        """Neither by card nor by moving a credit: its day is the one that accounting types."""
        return self.method not in {PaymentMethod.CARD, PaymentMethod.CREDIT}

    @property
    def counts(self) -> bool:
        """Whether its amount is out of what the payment can still give back."""
        return self.state not in {RefundState.FAILED, RefundState.DISCARDED}


class DisputeState(models.TextChoices):
    OPEN = "open", _("To answer")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class DisputeReason(models.TextChoices):
    """The provider's own codes; one that it adds later is shown as it says it."""

    FRAUDULENT = "fraudulent", _("The cardholder says they did not pay")
    UNRECOGNIZED = "unrecognized", _("The cardholder does not recognise the payment")
    DUPLICATE = "duplicate", _("Paid twice")
    NOT_RECEIVED = "product_not_received", _("What was paid was not received")
    UNACCEPTABLE = "product_unacceptable", _("What was received is not what was paid")
    CANCELLED = "subscription_canceled", _("Cancelled before the payment")
    NOT_CREDITED = "credit_not_processed", _("A promised refund did not come")
    BANK = "bank_cannot_process", _("The bank cannot process it")
    ACCOUNT = "incorrect_account_details", _("Wrong account details")
    FUNDS = "insufficient_funds", _("Insufficient funds")
    DEBIT = "debit_not_authorized", _("Debit not authorised")
    CUSTOMER = "customer_initiated", _("Asked by the cardholder, without more")
    RULES = "noncompliant", _("Against the rules of the card network")
    GENERAL = "general", _("Another reason")


class Dispute(models.Model):
    """A cardholder contests a payment at their bank. `state` follows the provider; lost, the money is gone."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes", verbose_name=_("payment"))
    reference = models.CharField(_("reference"), max_length=100, unique=True)
    cents = models.PositiveIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=60, choices=DisputeReason)
    state = models.CharField(_("state"), max_length=10, choices=DisputeState, default=DisputeState.OPEN)
    respond_by = models.DateTimeField(_("to answer before"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DisputeState.values), name="dispute_known_state"),
            models.CheckConstraint(condition=Q(state="open") | Q(closed_at__isnull=False), name="dispute_closed"),
        ]

    def __str__(self) -> str:
        return self.reference
