"""Programmes of funded training and the activities they offer."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.organisations.models import Organisation


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def published(self, *, at: datetime) -> "ProgrammeQuerySet":
        return self.filter(published_at__lte=at)


class Programme(models.Model):
    """A funded offer of training, as PACME. `ends_on` is the first day after; targets may be unknown (null)."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, default="")
    funder = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("funder")
    )
    agreement = models.CharField(_("agreement number"), max_length=60, blank=True, default="")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("first day after"))
    members_only = models.BooleanField(_("reserved to members' staff"), default=True)
    cap_per_organisation = models.PositiveIntegerField(_("seats per organisation and session"), null=True, blank=True)
    target_activities = models.PositiveIntegerField(_("target: activities"), null=True, blank=True)
    target_participants = models.PositiveIntegerField(_("target: participants"), null=True, blank=True)
    target_organisations = models.PositiveIntegerField(_("target: organisations"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    historical = models.BooleanField(_("imported from the past"), default=False)

    objects: ClassVar[ProgrammeQuerySet] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="programme_one_per_slug"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="programme_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title


class Stream(models.TextChoices):
    PRACTITIONERS = "practitioners", _("Practitioners")
    MANAGERS = "managers", _("Managers")
    BOTH = "both", _("Practitioners and managers")


class Mode(models.TextChoices):
    ONLINE = "online", _("Online")
    ON_SITE = "on_site", _("On site")
    HYBRID = "hybrid", _("Hybrid")


class ActivityKind(models.TextChoices):
    TRAINING = "training", _("Training")
    INFORMATION = "information", _("Information session")
    MEETING = "meeting", _("Meeting")


class Activity(models.Model):
    """A training as designed. Only training needs a programme and counts for funders."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    objectives = models.TextField(_("objectives"), blank=True, default="")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ActivityKind, default=ActivityKind.TRAINING)
    stream = models.CharField(_("stream"), max_length=14, choices=Stream, default=Stream.BOTH)
    language = models.CharField(_("language"), max_length=2, default="fr")
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.ONLINE)
    duration_minutes = models.PositiveIntegerField(_("duration (minutes)"))
    trainers = models.JSONField(_("trainers"), default=list, blank=True)
    accreditation = models.CharField(_("accreditation number"), max_length=60, blank=True, default="")
    historical = models.BooleanField(_("imported from the past"), default=False)

    class Meta:
        verbose_name = _("training activity")
        verbose_name_plural = _("training activities")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="activity_one_per_slug"),
            models.CheckConstraint(condition=Q(stream__in=Stream.values), name="activity_known_stream"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="activity_known_mode"),
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="activity_known_kind"),
        ]

    def __str__(self) -> str:
        return self.title
