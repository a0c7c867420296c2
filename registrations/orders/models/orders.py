"""Orders and their lines."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import short_code, uuid7
from registrations.orders.models.taxes import LineKind, TaxCategory
from registrations.orders.rules import COMPLIMENTARY
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.provinces import Province


class OrderState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PLACED = "placed", _("Placed")
    SETTLED = "settled", _("Settled")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class Order(models.Model):
    """What one person or one organisation buys. `expires_at` is set while a card payment is awaited.

    `province` is where it is supplied, which says its taxes; `buyer_province` that of who buys, as known that day.
    Either is "" when it is not known, which stops whatever is taxed.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=8, default=short_code, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("organisation")
    )
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("placed by")
    )
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.DRAFT)
    language = models.CharField(_("language"), max_length=2, default="fr")
    province = models.CharField(_("province of supply"), max_length=2, choices=Province, blank=True, default="")
    buyer_province = models.CharField(
        _("province of the buyer"), max_length=2, choices=Province, blank=True, default=""
    )
    on_account = models.BooleanField(_("paid later"), default=False)
    purchase_order = models.CharField(_("purchase order"), max_length=40, blank=True, default="")
    promotion_code = models.CharField(_("promotion code"), max_length=20, blank=True, default="")
    taxable_cents = models.PositiveIntegerField(_("taxable"), default=0)
    exempt_cents = models.PositiveIntegerField(_("not taxed"), default=0)
    tax_cents = models.PositiveIntegerField(_("taxes"), default=0)
    total_cents = models.GeneratedField(
        expression=F("taxable_cents") + F("exempt_cents") + F("tax_cents"),
        output_field=models.PositiveIntegerField(_("total")),
        db_persist=True,
    )
    taxes = models.JSONField(_("taxes in detail"), default=list, blank=True)
    placed_at = models.DateTimeField(_("placed"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    historical = models.BooleanField(_("imported from the past"), default=False)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(organisation=None), name="order_one_payer"),
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_known_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(placed_at__isnull=False), name="order_placed_has_instant"
            ),
            models.CheckConstraint(condition=Q(tax_cents=0) | ~Q(province=""), name="order_taxed_somewhere"),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(settled_at__isnull=False), name="order_settled_has_instant"
            ),
            models.CheckConstraint(
                condition=Q(on_account=False) | Q(expires_at=None), name="order_on_account_never_expires"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="placed"), name="order_awaiting_payment")]

    def __str__(self) -> str:
        return self.code

    @property
    def payer(self) -> User | Organisation:
        """Who pays: one or the other, the database asks for it."""
        payer = self.organisation or self.person
        if payer is None:
            raise LookupError(self.code)
        return payer


class OrderLine(models.Model):
    """One thing sold, through the app that owns its kind (`SALES`); `item_uuid` is a ticket type, a session...

    `sold` is the item's row while the line is being placed, so that the sale reads it once; `accepted` says then that
    the terms of what is sold are accepted.
    """

    sold: models.Model | None = None
    accepted: bool = False

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind)
    item_uuid = models.UUIDField(_("item"))
    description = models.CharField(_("description"), max_length=300)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price_cents = models.PositiveIntegerField(_("unit price"))
    discount_cents = models.PositiveIntegerField(_("discount"), default=0)
    basis = models.CharField(_("basis of the price"), max_length=60, blank=True, default="")
    offered_reason = models.CharField(_("offered because"), max_length=200, blank=True, default="")
    tax_category = models.CharField(_("tax category"), max_length=10, choices=TaxCategory)
    accounting_code = models.CharField(_("accounting code"), max_length=20, blank=True, default="")
    attendees = models.JSONField(_("attendees"), default=list, blank=True)
    total_cents = models.GeneratedField(
        expression=F("quantity") * F("unit_price_cents") - F("discount_cents"),
        output_field=models.IntegerField(_("total")),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orderline_at_least_one"),
            models.CheckConstraint(
                condition=Q(discount_cents__lte=F("quantity") * F("unit_price_cents")),
                name="orderline_discount_within_price",
            ),
            models.CheckConstraint(
                condition=(Q(offered_reason="") & ~Q(basis=COMPLIMENTARY))
                | (
                    ~Q(offered_reason="") & Q(basis=COMPLIMENTARY, discount_cents=F("quantity") * F("unit_price_cents"))
                ),
                name="orderline_offered_whole_and_why",
            ),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="orderline_known_kind"),
            models.CheckConstraint(
                condition=Q(tax_category__in=TaxCategory.values), name="orderline_known_tax_category"
            ),
        ]

    def __str__(self) -> str:
        return self.description
