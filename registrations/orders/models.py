"""Orders, their lines, the taxes on them, and the invoices that never change."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import short_code, uuid7
from registrations.organisations.models import Organisation


class TaxCategory(models.TextChoices):
    TAXABLE = "taxable", _("Taxable")
    EXEMPT = "exempt", _("Exempt")
    ZERO_RATED = "zero_rated", _("Zero-rated")
    OUTSIDE = "outside", _("Outside the scope")


class TaxCode(models.TextChoices):
    GST = "gst", _("GST")
    QST = "qst", _("QST")
    HST = "hst", _("HST")


class TaxComponent(models.Model):
    """A dated rate in 100,000ths (QST: 9,975) with its registration number; applies to buyers of `provinces`."""

    code = models.CharField(_("tax"), max_length=3, choices=TaxCode)
    rate = models.PositiveIntegerField(_("rate (in 100,000ths)"))
    number = models.CharField(_("registration number"), max_length=20)
    provinces = models.JSONField(_("provinces"), default=list)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("tax")
        verbose_name_plural = _("taxes")
        ordering = ["code", "valid_from"]
        constraints = [models.CheckConstraint(condition=Q(rate__lte=100_000), name="taxcomponent_rate_below_one")]

    def __str__(self) -> str:
        return f"{self.code.upper()} {self.rate / 1000:g} %"


class LineKind(models.TextChoices):
    TICKET = "ticket", _("Ticket")
    SESSION = "session", _("Session")
    DUES = "dues", _("Dues")
    BOOTH = "booth", _("Booth")


class TaxProfile(models.Model):
    """What the accountant decided for one kind of product. Without a profile the order stops."""

    kind = models.CharField(_("product"), max_length=10, choices=LineKind, unique=True)
    category = models.CharField(_("category"), max_length=10, choices=TaxCategory)
    accounting_code = models.CharField(_("accounting code"), max_length=20, blank=True, default="")

    class Meta:
        verbose_name = _("tax profile")
        verbose_name_plural = _("tax profiles")
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_category_display()}"


class OrderState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PLACED = "placed", _("Placed")
    SETTLED = "settled", _("Settled")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class Order(models.Model):
    """What one person or one organisation buys. `expires_at` is set while a card payment is awaited."""

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
    province = models.CharField(_("province"), max_length=2, default="QC")
    on_account = models.BooleanField(_("paid later"), default=False)
    purchase_order = models.CharField(_("purchase order"), max_length=40, blank=True, default="")
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


class OrderLine(models.Model):
    """One thing sold, through the app that owns its kind (`SALES`); `item_uuid` is a ticket type, a session..."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind)
    item_uuid = models.UUIDField(_("item"))
    description = models.CharField(_("description"), max_length=300)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price_cents = models.PositiveIntegerField(_("unit price"))
    discount_cents = models.PositiveIntegerField(_("discount"), default=0)
    basis = models.CharField(_("basis of the price"), max_length=60, blank=True, default="")
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
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="orderline_known_kind"),
            models.CheckConstraint(
                condition=Q(tax_category__in=TaxCategory.values), name="orderline_known_tax_category"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class NumberSeries(models.Model):
    """The last number given in a series (`F-2026`). Its row is locked last, so that numbers have no gap."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"


class Invoice(models.Model):
    """A snapshot of seller, buyer and lines. Immutable once issued; what changes stands in `InvoiceBalance`."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices", verbose_name=_("order"))
    series = models.CharField(_("series"), max_length=20)
    number = models.PositiveIntegerField(_("number"))
    issued_at = models.DateTimeField(_("issued"))
    due_on = models.DateField(_("due"))
    language = models.CharField(_("language"), max_length=2)
    purchase_order = models.CharField(_("purchase order"), max_length=40, blank=True, default="")
    seller = models.JSONField(_("seller"))
    buyer = models.JSONField(_("buyer"))
    lines = models.JSONField(_("lines"))
    taxes = models.JSONField(_("taxes"))
    base_cents = models.PositiveIntegerField(_("before taxes"))
    tax_cents = models.PositiveIntegerField(_("taxes"))
    total_cents = models.PositiveIntegerField(_("total"))
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

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is printed."""
        return f"{self.series}-{self.number:05d}"


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


class CreditNote(models.Model):
    """What an invoice said too much: the same lines and the same taxes, negated. Immutable once issued."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="credit_notes", verbose_name=_("invoice"))
    series = models.CharField(_("series"), max_length=20)
    number = models.PositiveIntegerField(_("number"))
    issued_at = models.DateTimeField(_("issued"))
    language = models.CharField(_("language"), max_length=2)
    reason = models.CharField(_("reason"), max_length=300)
    seller = models.JSONField(_("seller"))
    buyer = models.JSONField(_("buyer"))
    lines = models.JSONField(_("lines"))
    taxes = models.JSONField(_("taxes"))
    base_cents = models.PositiveIntegerField(_("before taxes"))
    tax_cents = models.PositiveIntegerField(_("taxes"))
    total_cents = models.PositiveIntegerField(_("total"))

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

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is printed."""
        return f"{self.series}-{self.number:05d}"
