"""What we asked of the card provider, and what it told us."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.orders.models import Order
from registrations.payments.rules import SHORTEST

ENOUGH = timedelta(minutes=2)
"""A page that closes sooner is not offered again."""


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
