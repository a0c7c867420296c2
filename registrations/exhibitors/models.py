"""Exhibitors of a colloquium and the packages they choose."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.colloquium.models import Colloquium
from registrations.exhibitors.rules import ExhibitorState
from registrations.ids import uuid7
from registrations.orders.models import OrderLine
from registrations.organisations.models import Organisation
from registrations.seats.models import SeatPool


class ExhibitorPackage(models.Model):
    """A price, a number of badges, a number of booths."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    colloquium = models.ForeignKey(
        Colloquium, models.PROTECT, related_name="exhibitor_packages", verbose_name=_("colloquium")
    )
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    benefits = models.TextField(_("benefits"), blank=True, default="")
    price_cents = models.PositiveIntegerField(_("price"))
    badges = models.PositiveSmallIntegerField(_("badges"), default=2)
    pool = models.OneToOneField(SeatPool, models.PROTECT, related_name="exhibitor_package", verbose_name=_("seats"))

    class Meta:
        verbose_name = _("exhibitor package")
        verbose_name_plural = _("exhibitor packages")
        ordering = ["colloquium", "price_cents"]
        constraints = [models.UniqueConstraint(fields=["colloquium", "slug"], name="exhibitorpackage_one_per_slug")]

    def __str__(self) -> str:
        return self.name


class Exhibitor(models.Model):
    """An organisation that applies for a booth, then holds one; `line` is the order that stands for it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    colloquium = models.ForeignKey(Colloquium, models.PROTECT, related_name="exhibitors", verbose_name=_("colloquium"))
    package = models.ForeignKey(ExhibitorPackage, models.PROTECT, related_name="exhibitors", verbose_name=_("package"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="exhibitors", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=10, choices=ExhibitorState, default=ExhibitorState.APPLIED)
    line = models.OneToOneField(
        OrderLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exhibitor",
        verbose_name=_("order line"),
    )
    booth = models.CharField(_("booth"), max_length=20, blank=True, default="")
    description = models.TextField(_("description"), blank=True, default="")
    historical = models.BooleanField(_("imported from the past"), default=False)

    class Meta:
        verbose_name = _("exhibitor")
        verbose_name_plural = _("exhibitors")
        ordering = ["colloquium", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["colloquium", "organisation"], name="exhibitor_one_per_organisation"),
            models.UniqueConstraint(
                fields=["colloquium", "booth"], condition=~Q(booth=""), name="exhibitor_one_per_booth"
            ),
            models.CheckConstraint(condition=Q(state__in=ExhibitorState.values), name="exhibitor_known_state"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
