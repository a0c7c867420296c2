"""What is sold, and which taxes it bears."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
