"""Promotion codes, and which order used which."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.organisations.models import Organisation
from registrations.promotions.rules import Audience, Scope, Value
from registrations.seats.models import SeatPool

ORDER = "registrations.order"
"""What holds a use of a code: the label of orders, which this feature does not know."""


class PromotionAudience(models.TextChoices):
    EVERYBODY = "", _("Everybody")
    MEMBERS = Audience.MEMBERS.value, _("Those who pay the member price")
    OTHERS = Audience.OTHERS.value, _("Those who pay the public price")


class Promotion(models.Model):
    """A code that lowers an order's price. Its uses are a pool of seats; `spent_cents` is the sum of live redemptions.

    Scope: empty `kinds`, `items` or `audience` leave none out. `ends_at` is the first instant without it.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=20)
    key = models.CharField(max_length=20, editable=False)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True, default="")
    amount_cents = models.PositiveIntegerField(_("amount"), null=True, blank=True)
    rate = models.PositiveIntegerField(_("percentage (in hundredths)"), null=True, blank=True)
    kinds = models.JSONField(_("products"), default=list, blank=True)
    items = models.JSONField(_("items"), default=list, blank=True)
    audience = models.CharField(
        _("for whom"), max_length=10, choices=PromotionAudience, blank=True, default=PromotionAudience.EVERYBODY
    )
    starts_at = models.DateTimeField(_("valid from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    pool = models.OneToOneField(SeatPool, models.PROTECT, related_name="promotion", verbose_name=_("uses"))
    per_payer = models.PositiveSmallIntegerField(_("uses per payer"), null=True, blank=True)
    budget_cents = models.PositiveIntegerField(_("budget"), null=True, blank=True)
    spent_cents = models.PositiveIntegerField(_("given so far"), default=0)
    enabled = models.BooleanField(_("in use"), default=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    batch = models.CharField(_("batch"), max_length=60, blank=True, default="")
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("promotion code")
        verbose_name_plural = _("promotion codes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="promotion_one_per_code"),
            models.CheckConstraint(
                condition=Q(amount_cents__gte=1, rate=None) | Q(amount_cents=None, rate__gte=1, rate__lte=10_000),
                name="promotion_amount_or_percentage",
            ),
            models.CheckConstraint(
                condition=Q(budget_cents=None) | Q(spent_cents__lte=F("budget_cents")), name="promotion_within_budget"
            ),
            models.CheckConstraint(condition=Q(spent_cents__gte=0), name="promotion_spent_not_negative"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="promotion_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(audience__in=PromotionAudience.values), name="promotion_known_audience"),
        ]
        indexes = [models.Index(fields=["batch"], condition=~Q(batch=""), name="promotion_of_batch")]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """In the active language."""
        return self.name_en if self.name_en and (get_language() or "fr").startswith("en") else self.name_fr

    @property
    def scope(self) -> Scope:
        return Scope(frozenset(self.kinds), frozenset(self.items), self.audience)

    @property
    def value(self) -> Value:
        return Value(self.amount_cents, self.rate)

    @property
    def left_cents(self) -> int | None:
        """What is left of the budget; None without one."""
        return None if self.budget_cents is None else max(self.budget_cents - self.spent_cents, 0)


class Redemption(models.Model):
    """A code used by an order, named by its uuid: one live per order **(db)**, kept once the order is paid."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    promotion = models.ForeignKey(
        Promotion, models.PROTECT, related_name="redemptions", verbose_name=_("promotion code")
    )
    order_uuid = models.UUIDField(_("order"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    cents = models.PositiveIntegerField(_("discount"))
    taken_at = models.DateTimeField(_("used"))
    released_at = models.DateTimeField(_("given back"), null=True, blank=True)

    class Meta:
        verbose_name = _("use of a promotion code")
        verbose_name_plural = _("uses of promotion codes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order_uuid"], condition=Q(released_at=None), name="redemption_one_live_per_order"
            ),
            models.CheckConstraint(condition=Q(cents__gte=1), name="redemption_of_something"),
            models.CheckConstraint(condition=Q(person=None) ^ Q(organisation=None), name="redemption_one_payer"),
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id} {self.order_uuid}"
