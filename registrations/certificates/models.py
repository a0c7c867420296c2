"""Certificates: numbered snapshots that never change, and what stands beside them."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.certificates.rules import Held, Worth, initials, spelled_code
from registrations.ids import short_code, uuid7
from registrations.organisations.models import Organisation


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> "CertificateQuerySet":
        """Neither replaced nor revoked."""
        return self.filter(replacement=None, revocation=None)

    def with_worth(self) -> "CertificateQuerySet":
        """With what says whether each is valid, in one statement."""
        return self.select_related("replacement", "revocation")


class Certificate(models.Model):
    """What somebody attended, as it was the day it was issued.

    `subject_kind` and `subject_uuid` say what it is about (`training.enrolment`); `version` counts the certificates of
    one subject: the second corrects the first. Only the name can go, when its person is erased or its term is over.
    `minutes` are those attended, never those planned.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    series = models.CharField(_("series"), max_length=20)
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("verification code"), max_length=8, default=short_code, unique=True, editable=False)
    subject_kind = models.CharField(_("kind"), max_length=40)
    subject_uuid = models.UUIDField(_("about"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("replaces")
    )
    correction = models.CharField(_("reason of the correction"), max_length=300, blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("organisation")
    )
    person_name = models.CharField(_("name"), max_length=200, blank=True)
    organisation_name = models.CharField(_("organisation that day"), max_length=250, blank=True, default="")
    language = models.CharField(_("language"), max_length=2, default="fr")
    title = models.CharField(_("title"), max_length=200)
    objectives = models.TextField(_("objectives"), blank=True, default="")
    days = models.JSONField(_("days"))
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    minutes = models.PositiveIntegerField(_("minutes attended"))
    planned_minutes = models.PositiveIntegerField(_("minutes planned"))
    mode = models.CharField(_("mode"), max_length=8, choices=Held)
    trainers = models.JSONField(_("trainers"), default=list, blank=True)
    issuer = models.JSONField(_("issued by"))
    accreditation = models.CharField(_("accreditation number"), max_length=60, blank=True, default="")
    signatory_name = models.CharField(_("signatory"), max_length=200, blank=True, default="")
    signatory_title = models.CharField(_("signatory's function"), max_length=200, blank=True, default="")
    issued_at = models.DateTimeField(_("issued"))
    erased_at = models.DateTimeField(_("name removed"), null=True, blank=True)

    objects: ClassVar[CertificateQuerySet] = CertificateQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="certificate_one_per_number"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uuid", "version"], name="certificate_one_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(version=1) ^ Q(replaces__isnull=False), name="certificate_first_or_next"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) ^ ~Q(correction=""), name="certificate_corrected_says_why"
            ),
            models.CheckConstraint(condition=Q(erased_at=None) ^ Q(person_name=""), name="certificate_name_or_erased"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=F("planned_minutes")), name="certificate_minutes_within_planned"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="certificate_days_in_order"),
            models.CheckConstraint(condition=Q(mode__in=Held.values), name="certificate_known_mode"),
        ]
        indexes = [
            models.Index(fields=["person", "last_on"], name="certificate_of_person"),
            models.Index(fields=["organisation", "last_on"], name="certificate_of_organisation"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is printed."""
        return f"{self.series}-{self.number:05d}"

    @property
    def worth(self) -> str:
        """Whether it is valid today (`with_worth` brings what says so)."""
        if getattr(self, "revocation", None):
            return Worth.REVOKED
        return Worth.REPLACED if getattr(self, "replacement", None) else Worth.VALID

    @property
    def worth_label(self) -> str:
        return str(Worth(self.worth).label)

    @property
    def initials(self) -> str:
        """What a stranger may see of the name."""
        return initials(self.person_name)

    @property
    def spelled_code(self) -> str:
        return spelled_code(self.code)

    @property
    def issued_on(self) -> date:
        """The day that is printed."""
        return localdate(self.issued_at)


class Revocation(models.Model):
    """Why a certificate is worth nothing any more. Immutable as the certificate is."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    certificate = models.OneToOneField(
        Certificate, models.PROTECT, related_name="revocation", verbose_name=_("certificate")
    )
    reason = models.CharField(_("reason"), max_length=300)
    revoked_at = models.DateTimeField(_("revoked"))

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="revocation_has_reason")]

    def __str__(self) -> str:
        return str(self.certificate)
