"""Programmes of funded training and the activities they offer."""

from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.library.models import Resource
from registrations.files.storages import private_storage
from registrations.ids import uuid7
from registrations.organisations.models import Organisation
from registrations.people.models import User


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
    cap_in_programme = models.PositiveIntegerField(
        _("seats per organisation in the whole programme"), null=True, blank=True
    )
    terms = models.TextField(_("terms to accept"), blank=True, default="")
    budget_cents = models.PositiveBigIntegerField(_("budget"), null=True, blank=True)
    target_activities = models.PositiveIntegerField(_("target: activities"), null=True, blank=True)
    target_participants = models.PositiveIntegerField(_("target: participants"), null=True, blank=True)
    target_organisations = models.PositiveIntegerField(_("target: organisations"), null=True, blank=True)
    target_hours = models.PositiveIntegerField(_("target: hours given"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    has_questions = models.BooleanField(_("asks questions"), default=False, editable=False)
    historical = models.BooleanField(_("imported from the past"), default=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("copied from")
    )

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

    @property
    def terms_digest(self) -> str:
        """Which wording of the terms: the SHA-256 of the text that one accepts; empty without terms."""
        return sha256(self.terms.encode()).hexdigest() if self.terms else ""


class Trainer(models.Model):
    """Somebody who teaches, whether or not they have an account. An address is one trainer's."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    language = models.CharField(_("language"), max_length=2, default="fr")
    biography = models.TextField(_("biography"), blank=True, default="")
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="teaches_as", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="trainer_one_per_address"),
        ]

    def __str__(self) -> str:
        return self.name


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
    trainers = models.ManyToManyField(Trainer, blank=True, related_name="activities", verbose_name=_("trainers"))
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="prepares_for", verbose_name=_("prerequisites")
    )
    has_prerequisites = models.BooleanField(editable=False, default=False)
    completion_percent = models.PositiveSmallIntegerField(_("share of the minutes to attend (%)"), default=80)
    replay_counts = models.BooleanField(_("the replay counts as attendance"), default=False)
    materials = models.ManyToManyField(Resource, blank=True, related_name="activities", verbose_name=_("materials"))
    accreditation = models.CharField(_("accreditation number"), max_length=60, blank=True, default="")
    search_text = models.TextField(editable=False, default="")
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
            models.CheckConstraint(condition=Q(completion_percent__lte=100), name="activity_completion_within_all"),
        ]

    def __str__(self) -> str:
        return self.title


class ActivityCost(models.Model):
    """What an activity is to cost, what it did cost once known, and the paper that proves it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="costs", verbose_name=_("activity"))
    label = models.CharField(_("what for"), max_length=120)
    planned_cents = models.PositiveBigIntegerField(_("planned"), default=0)
    actual_cents = models.PositiveBigIntegerField(_("actual"), null=True, blank=True)
    document = models.FileField(_("document"), storage=private_storage, max_length=200, blank=True, default="")
    original_name = models.CharField(_("file name"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ["activity", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "label"], name="activitycost_one_per_label"),
        ]

    def __str__(self) -> str:
        return self.label
