"""Organisations, and the people who work in them."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.organisations.rules import (
    AffiliationRole,
    ContactKind,
    OrganisationKind,
    Region,
    TermKind,
    Verification,
)
from registrations.provinces import Province


class Term(models.Model):
    """A word of a vocabulary that the team edits: specialities, *mesures*, networks.

    An archived word stays on the organisations that hold it, and is offered to nobody any more.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("vocabulary"), max_length=12, choices=TermKind)
    slug = models.SlugField(_("slug"), max_length=60)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("vocabularies")
        ordering = ["kind", "position", "name_fr"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="term_one_per_slug")]

    def __str__(self) -> str:
        return (self.name_en if get_language() == "en" else "") or self.name_fr


class Organisation(models.Model):
    """A centre, a partner, an exhibitor's company or a funder.

    `merged_into` is set on a duplicate that was merged: it stays archived, and its slug leads to the one kept.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True, default="")
    neq = models.CharField(_("NEQ"), max_length=10, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind, default=OrganisationKind.CENTRE)
    region = models.CharField(_("region"), max_length=2, choices=Region, blank=True, default="")
    terms = models.ManyToManyField(
        Term, blank=True, related_name="organisations", verbose_name=_("specialities and measures")
    )
    province = models.CharField(_("province"), max_length=2, choices=Province, blank=True, default="")
    street = models.CharField(_("street"), max_length=200, blank=True, default="")
    municipality = models.CharField(_("municipality"), max_length=100, blank=True, default="")
    postal_code = models.CharField(_("postal code"), max_length=7, blank=True, default="")
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    website = models.URLField(_("web site"), blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=30, blank=True, default="")
    email = models.EmailField(_("address"), blank=True, default="")
    email_domains = models.JSONField(_("e-mail domains"), default=list, blank=True)
    billing_email = models.EmailField(_("billing address"), blank=True, default="")
    description = models.TextField(_("description"), max_length=2000, blank=True, default="")
    logo = models.ImageField(_("logo"), max_length=200, blank=True, default="")
    logo_small = models.ImageField(max_length=200, blank=True, default="", editable=False)
    may_pay_later = models.BooleanField(_("may pay later"), default=False)
    search_text = models.TextField(editable=False, default="")
    historical = models.BooleanField(_("imported from the past"), default=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["neq"], name="organisation_one_per_neq"),
            models.CheckConstraint(condition=~Q(neq=""), name="organisation_neq_null_or_given"),
            models.CheckConstraint(condition=Q(region__in=["", *Region.values]), name="organisation_known_region"),
            models.CheckConstraint(
                condition=Q(province__in=["", *Province.values]), name="organisation_known_province"
            ),
            models.CheckConstraint(
                condition=Q(region="") | Q(province__in=["", "QC"]), name="organisation_region_is_quebecs"
            ),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_known_kind"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(archived_at__isnull=False), name="organisation_merged_is_archived"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def home_province(self) -> str:
        """Quebec for whoever has one of its regions, else what the register says; "" when it does not."""
        return Province.QC if self.region else self.province


class EmailDomain(models.Model):
    """That an e-mail domain is one organisation's, and so proves who works there.

    The rows of what `Organisation.email_domains` lists, written with it; an archived organisation holds none.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    name = models.CharField(_("e-mail domain"), max_length=253)

    class Meta:
        verbose_name = _("e-mail domain")
        verbose_name_plural = _("e-mail domains")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="emaildomain_one_organisation")]

    def __str__(self) -> str:
        return self.name


class ServicePoint(models.Model):
    """A place where an organisation receives people (*point de service*), its own address apart."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="service_points", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=200)
    street = models.CharField(_("street"), max_length=200, blank=True, default="")
    municipality = models.CharField(_("municipality"), max_length=100)
    postal_code = models.CharField(_("postal code"), max_length=7, blank=True, default="")
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True, default="")
    hours = models.CharField(_("opening hours"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        ordering = ["organisation", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="servicepoint_one_per_name"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="servicepoint_both_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Whom to reach in an organisation for what. With a `person`, what is left empty here is read there."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="contacts", verbose_name=_("organisation")
    )
    kind = models.CharField(_("for"), max_length=14, choices=ContactKind, default=ContactKind.GENERAL)
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    title = models.CharField(_("title"), max_length=120, blank=True, default="")
    email = models.EmailField(_("address"), blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=30, blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["organisation", "kind", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="contact_known_kind"),
            models.CheckConstraint(condition=~Q(name="") | Q(person__isnull=False), name="contact_named_or_a_person"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """Their own name here, else the person's."""
        return self.name or str(self.person)

    @property
    def shown_email(self) -> str:
        """The address given here, else the person's."""
        return self.email or (self.person.address if self.person else "")

    @property
    def shown_phone(self) -> str:
        """The telephone given here, else the person's."""
        return self.phone or (self.person.phone if self.person else "")


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def live(self, *, on: date) -> "AffiliationQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)


class Affiliation(models.Model):
    """A person's post in an organisation. `ends_on` is the first day without it.

    `asked_at`: the person asked for it themselves; `refused_at`: a registrar said that it is not theirs.
    `confirmed_at`: when a registrar last said that the person works there.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="affiliations", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=14, choices=AffiliationRole, default=AffiliationRole.PRACTITIONER)
    is_registrar = models.BooleanField(_("organisation registrar"), default=False)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("ended on"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verified_how = models.CharField(_("how verified"), max_length=9, choices=Verification, blank=True, default="")
    confirmed_at = models.DateTimeField(_("last confirmed"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    historical = models.BooleanField(_("imported from the past"), default=False)

    objects: ClassVar[AffiliationQuerySet] = AffiliationQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["person", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ends_on=None),
                name="affiliation_one_live_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="affiliation_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(role__in=AffiliationRole.values), name="affiliation_known_role"),
            models.CheckConstraint(
                condition=Q(verified_how="") | Q(verified_how__in=Verification.values) & Q(verified_at__isnull=False),
                name="affiliation_known_verification",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None) | Q(ends_on__isnull=False) & Q(verified_at=None),
                name="affiliation_refused_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"
