"""What is sold, and one person's right to attend."""

from base64 import urlsafe_b64encode

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from registrations.colloquium.models.editions import Colloquium
from registrations.ids import uuid7
from registrations.orders.models import OrderLine
from registrations.promotions.rules import PriceWindow, windows_of
from registrations.seats.models import SeatPool


class TicketType(models.Model):
    """A *forfait*: its public and member price, its sale window, its pool.

    `early_prices` holds `PriceWindow`s: what it costs until an instant; they are in the row, so that a price is read
    with it.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    colloquium = models.ForeignKey(
        Colloquium, models.PROTECT, related_name="ticket_types", verbose_name=_("colloquium")
    )
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, default="")
    public_price_cents = models.PositiveIntegerField(_("public price"))
    member_price_cents = models.PositiveIntegerField(_("member price"))
    early_prices = models.JSONField(_("earlier prices"), default=list, blank=True)
    opens_at = models.DateTimeField(_("on sale from"))
    closes_at = models.DateTimeField(_("on sale until"))
    pool = models.OneToOneField(SeatPool, models.PROTECT, related_name="ticket_type", verbose_name=_("seats"))
    order = models.PositiveSmallIntegerField(_("rank"), default=0)
    accounting_code = models.CharField(_("accounting code"), max_length=20, blank=True, default="")
    has_questions = models.BooleanField(_("asks questions"), default=False, editable=False)

    class Meta:
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        ordering = ["colloquium", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["colloquium", "slug"], name="tickettype_one_per_slug"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="tickettype_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def windows(self) -> list[PriceWindow]:
        """Its prices until an instant, the first to end first."""
        return windows_of(self.early_prices)


class TicketState(models.TextChoices):
    HELD = "held", _("Awaiting payment")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class Ticket(models.Model):
    """One right to attend, for a named person or still to be named.

    Its secret is made again from the site's key whenever it must be printed; `secret_version` grows when it must die.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    colloquium = models.ForeignKey(Colloquium, models.PROTECT, related_name="tickets", verbose_name=_("colloquium"))
    ticket_type = models.ForeignKey(TicketType, models.PROTECT, related_name="tickets", verbose_name=_("ticket type"))
    line = models.ForeignKey(OrderLine, models.PROTECT, null=True, blank=True, related_name="tickets")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("person"),
    )
    state = models.CharField(_("state"), max_length=10, choices=TicketState, default=TicketState.HELD)
    secret_version = models.PositiveSmallIntegerField(default=1)
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(_("created"))
    historical = models.BooleanField(_("imported from the past"), default=False)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["colloquium", "person"],
                condition=~Q(state="cancelled") & Q(person__isnull=False),
                name="ticket_one_live_per_person",
            ),
            models.CheckConstraint(condition=Q(state__in=TicketState.values), name="ticket_known_state"),
            models.UniqueConstraint(fields=["secret_hash"], condition=~Q(secret_hash=""), name="ticket_one_per_secret"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.get_state_display()} – {self.ticket_type}"

    @property
    def secret(self) -> str:
        """The 128 bits that the ticket's QR code shows; only their hash is stored."""
        digest = salted_hmac("registrations.ticket", f"{self.uuid}:{self.secret_version}", algorithm="sha256").digest()
        return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
