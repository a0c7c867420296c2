"""Organisations' yearly membership. Stored: what somebody decided. Lapsed is a date, never a state."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.memberships.rules import MembershipState
from registrations.organisations.models import Organisation


class MembershipYear(models.Model):
    """1 April to 31 March by default; `ends_on` is the first day after. `grace_days` is set when the year opens."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    label = models.CharField(_("label"), max_length=20)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("first day after"))
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=90)

    class Meta:
        verbose_name = _("membership year")
        verbose_name_plural = _("membership years")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["label"], name="membershipyear_one_per_label"),
            models.UniqueConstraint(fields=["starts_on"], name="membershipyear_one_per_first_day"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="membershipyear_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.label


class MembershipCategory(models.Model):
    """Active, associate, ..."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=40)
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="membershipcategory_one_per_slug")]

    def __str__(self) -> str:
        return self.name_fr


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, *, on: date) -> "MembershipQuerySet":
        # lapses_on is ends_on plus the year's grace: members keep their rights until then.
        return self.filter(state=MembershipState.ACTIVE, starts_on__lte=on, lapses_on__gt=on)


class Membership(models.Model):
    """An organisation's membership for one year."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    year = models.ForeignKey(MembershipYear, models.PROTECT, related_name="memberships", verbose_name=_("year"))
    category = models.ForeignKey(MembershipCategory, models.PROTECT, related_name="+", verbose_name=_("category"))
    state = models.CharField(_("state"), max_length=10, choices=MembershipState, default=MembershipState.REQUESTED)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("first day after"))
    lapses_on = models.DateField(_("lapses on"))
    resolution = models.CharField(_("board resolution"), max_length=60, blank=True, default="")
    resolved_on = models.DateField(_("resolution date"), null=True, blank=True)
    requested_at = models.DateTimeField(_("requested"))
    historical = models.BooleanField(_("imported from the past"), default=False)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-starts_on", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                condition=~Q(state__in=["refused", "cancelled"]),
                name="membership_one_live_per_year",
            ),
            models.CheckConstraint(condition=Q(state__in=MembershipState.values), name="membership_known_state"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")) & Q(lapses_on__gte=F("ends_on")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"
