"""What is sold, and which taxes it bears."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.provinces import Province


class TaxCategory(models.TextChoices):
    TAXABLE = "taxable", _("Taxable")
    EXEMPT = "exempt", _("Exempt")
    ZERO_RATED = "zero_rated", _("Zero-rated")
    OUTSIDE = "outside", _("Outside the scope")


class TaxCode(models.TextChoices):
    GST = "gst", _("GST")
    QST = "qst", _("QST")
    HST = "hst", _("HST")


class TaxComponentQuerySet(models.QuerySet["TaxComponent"]):
    def valid(self, *, on: date) -> "TaxComponentQuerySet":
        """In force that day; `valid_until` is the first day without."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


class TaxComponent(models.Model):
    """A dated rate in 100,000ths (QST: 9,975) with its registration number; applies to buyers of `provinces`."""

    code = models.CharField(_("tax"), max_length=3, choices=TaxCode)
    rate = models.PositiveIntegerField(_("rate (in 100,000ths)"))
    number = models.CharField(_("registration number"), max_length=20)
    provinces = models.JSONField(_("provinces"), default=list)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects: ClassVar[TaxComponentQuerySet] = TaxComponentQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("tax")
        verbose_name_plural = _("taxes")
        ordering = ["code", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(rate__lte=100_000), name="taxcomponent_rate_below_one"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="taxcomponent_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="taxcomponent_has_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code.upper()} {self.rate / 1000:g} %"


class LineKind(models.TextChoices):
    TICKET = "ticket", _("Ticket")
    SESSION = "session", _("Session")
    DUES = "dues", _("Dues")
    BOOTH = "booth", _("Booth")


class TaxProfile(models.Model):
    """What the accountant decided for one kind of product. Without a profile the order stops.

    A profile with a `province` is an exception: it wins there over the one without, which speaks for everywhere else.
    """

    kind = models.CharField(_("product"), max_length=10, choices=LineKind)
    province = models.CharField(_("province"), max_length=2, choices=Province, blank=True, default="")
    category = models.CharField(_("category"), max_length=10, choices=TaxCategory)
    accounting_code = models.CharField(_("accounting code"), max_length=20, blank=True, default="")

    class Meta:
        verbose_name = _("tax profile")
        verbose_name_plural = _("tax profiles")
        ordering = ["kind", "province"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "province"], name="taxprofile_one_per_kind_and_province"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="taxprofile_known_kind"),
            models.CheckConstraint(condition=Q(category__in=TaxCategory.values), name="taxprofile_known_category"),
            models.CheckConstraint(condition=Q(province__in=["", *Province.values]), name="taxprofile_known_province"),
        ]

    def __str__(self) -> str:
        where = f" ({self.get_province_display()})" if self.province else ""
        return f"{self.get_kind_display()}{where}: {self.get_category_display()}"
