"""Organisations' yearly membership. Stored: what somebody decided. Lapsed is a date, never a state."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.files.storages import private_storage
from registrations.ids import short_code, uuid7
from registrations.memberships.rules import ENDED, MembershipState, Standpoint
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
        return (self.name_en if get_language() == "en" else "") or self.name_fr


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, *, on: date) -> "MembershipQuerySet":
        # lapses_on is ends_on plus the year's grace: members keep their rights until then.
        return self.filter(state=MembershipState.ACTIVE, starts_on__lte=on, lapses_on__gt=on)

    def lapsed(self, *, on: date) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.ACTIVE, lapses_on__lte=on)

    def unpaid(self, *, on: date) -> "MembershipQuerySet":
        # What is invoiced and not paid lapses early; what is admitted has not begun to count.
        early = Q(state=MembershipState.ACTIVE, lapses_on__lt=F("ends_on"), ends_on__gt=on)
        return self.filter(early | Q(state=MembershipState.ADMITTED))

    def live(self) -> "MembershipQuerySet":
        return self.exclude(state__in=ENDED)


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
    code = models.CharField(_("certificate number"), max_length=8, null=True, default=short_code, editable=False)

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
            models.UniqueConstraint(fields=["code"], name="membership_one_per_code"),
            models.CheckConstraint(condition=Q(state__in=MembershipState.values), name="membership_known_state"),
            models.CheckConstraint(
                # Dues that are not paid lapse before the year ends: see `lapse_day`.
                condition=Q(ends_on__gt=F("starts_on")) & Q(lapses_on__gt=F("starts_on")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"


class AdmissionCriterion(models.Model):
    """What an organisation must meet to be admitted in a category, with the article that asks it.

    A reworded criterion is the same row: each application keeps the words that it answered to.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    category = models.ForeignKey(
        MembershipCategory, models.PROTECT, related_name="criteria", verbose_name=_("category")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    text_fr = models.TextField(_("criterion in French"))
    text_en = models.TextField(_("criterion in English"), blank=True, default="")
    reference = models.CharField(_("article of the by-laws"), max_length=80, blank=True, default="")
    proof_fr = models.CharField(_("document asked, in French"), max_length=200, blank=True, default="")
    proof_en = models.CharField(_("document asked, in English"), max_length=200, blank=True, default="")
    retired_at = models.DateTimeField(_("no longer asked since"), null=True, blank=True)

    class Meta:
        verbose_name = _("admission criterion")
        verbose_name_plural = _("admission criteria")
        ordering = ["category", "position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return (self.text_en if get_language() == "en" else "") or self.text_fr

    @property
    def proof(self) -> str:
        return (self.proof_en if get_language() == "en" else "") or self.proof_fr


class MembershipApplication(models.Model):
    """What an organisation sent with its request, and the team's study of it; its state is the membership's."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    membership = models.OneToOneField(
        Membership, models.PROTECT, related_name="application", verbose_name=_("membership")
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="membership_applications", verbose_name=_("applicant")
    )
    message = models.TextField(_("message"), blank=True, default="")
    submitted_at = models.DateTimeField(_("received"))
    standpoint = models.CharField(_("recommendation"), max_length=10, choices=Standpoint, blank=True, default="")
    recommendation = models.TextField(_("reasons of the recommendation"), blank=True, default="")
    refusal = models.TextField(_("reason of the refusal"), blank=True, default="")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership application")
        verbose_name_plural = _("membership applications")
        ordering = ["-submitted_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(standpoint__in=["", *Standpoint.values]), name="membershipapplication_known_standpoint"
            )
        ]

    def __str__(self) -> str:
        return str(self.membership)


class ApplicationCriterion(models.Model):
    """One criterion as it was worded that day: what the applicant declared, and what the study found."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(MembershipApplication, models.CASCADE, related_name="criteria")
    criterion = models.ForeignKey(AdmissionCriterion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    text_fr = models.TextField()
    text_en = models.TextField(blank=True, default="")
    reference = models.CharField(max_length=80, blank=True, default="")
    proof_fr = models.CharField(max_length=200, blank=True, default="")
    proof_en = models.CharField(max_length=200, blank=True, default="")
    declared = models.BooleanField(_("declared met"), default=False)
    met = models.BooleanField(_("met"), null=True, blank=True)
    note = models.CharField(_("note of the study"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("criterion of an application")
        verbose_name_plural = _("criteria of an application")
        ordering = ["application", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"], name="applicationcriterion_once_per_application"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return (self.text_en if get_language() == "en" else "") or self.text_fr

    @property
    def proof(self) -> str:
        return (self.proof_en if get_language() == "en" else "") or self.proof_fr


class ApplicationDocument(models.Model):
    """A file that the applicant joined, on private storage: for the team, the applicant and the registrars."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(MembershipApplication, models.CASCADE, related_name="documents")
    file = models.FileField(_("file"), storage=private_storage, max_length=200)
    original_name = models.CharField(_("name"), max_length=160)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of an application")
        ordering = ["application", "id"]

    def __str__(self) -> str:
        return self.original_name


class ApplicationRequest(models.Model):
    """Something missing that the team asked the applicant for, and the answer."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(MembershipApplication, models.CASCADE, related_name="requests")
    text = models.TextField(_("what is asked"))
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True, default="")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request to an applicant")
        verbose_name_plural = _("requests to an applicant")
        ordering = ["application", "id"]

    def __str__(self) -> str:
        return self.text
