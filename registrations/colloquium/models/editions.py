"""One edition of QUARIERA."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.provinces import Province


class ColloquiumMode(models.TextChoices):
    ONLINE = "online", _("Online")
    ON_SITE = "on_site", _("On site")
    HYBRID = "hybrid", _("Hybrid")


class ColloquiumQuerySet(models.QuerySet["Colloquium"]):
    def published(self, *, at: datetime) -> "ColloquiumQuerySet":
        return self.filter(published_at__lte=at)


class Colloquium(models.Model):
    """`ends_on` is the first day after. `province`: where tickets are taxed; "" online: where each buyer is."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, default="")
    mode = models.CharField(_("mode"), max_length=8, choices=ColloquiumMode, default=ColloquiumMode.ONLINE)
    province = models.CharField(
        _("province of the hall"),
        max_length=2,
        choices=Province,
        blank=True,
        default="",
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True, default="")
    language = models.CharField(_("language"), max_length=2, default="fr")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("first day after"))
    names_until = models.DateField(
        _("names can change until"),
        null=True,
        blank=True,
        help_text=_("The last day; empty: the day before it begins."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    historical = models.BooleanField(_("imported from the past"), default=False)

    objects: ClassVar[ColloquiumQuerySet] = ColloquiumQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("colloquium")
        verbose_name_plural = _("colloquia")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="colloquium_one_per_slug"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="colloquium_ends_after_start"),
            models.CheckConstraint(condition=Q(mode__in=ColloquiumMode.values), name="colloquium_known_mode"),
            models.CheckConstraint(condition=Q(province__in=["", *Province.values]), name="colloquium_known_province"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day_for_names(self) -> date:
        """Until when whoever ordered places names the people who will take them."""
        return self.names_until or self.starts_on - timedelta(days=1)

    @property
    def first_day(self) -> date:
        return self.starts_on

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)
