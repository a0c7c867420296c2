"""Consents with the text that was read, bases of subscriptions, requests under Law 25, purges, providers."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.ids import short_code, uuid7
from registrations.people.models import Language
from registrations.privacy.rules import Basis, Channel, How, MailList, Purpose, RequestKind, RequestState


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def in_force(self, *, on: date) -> "ConsentTextQuerySet":
        return self.filter(effective_from__lte=on).order_by("purpose", "-version")


class ConsentText(models.Model):
    """One version of what is asked for one purpose. Once somebody agreed to it, it never changes."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("version"))
    text_fr = models.TextField(_("text in French"), max_length=2_000)
    text_en = models.TextField(_("text in English"), max_length=2_000)
    effective_from = models.DateField(_("in force from"))

    objects: ClassVar[ConsentTextQuerySet] = ConsentTextQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consenttext_one_per_version"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consenttext_known_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} (v{self.version})"

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_fr


class Consent(models.Model):
    """A person agreed to one text, and perhaps withdrew since."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents", verbose_name=_("text"))
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=How)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="consent_one_live_per_purpose"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)


class Subscription(models.Model):
    """What one recipient said of one list, or the tacit basis that was noted; other tacit bases follow from facts."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("address"), blank=True, default="")
    list = models.CharField(_("list"), max_length=12, choices=MailList)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis)
    source = models.CharField(_("source"), max_length=200, blank=True, default="")
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consent")
    )
    since = models.DateField(_("since"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(address=""), name="subscription_one_holder"),
            models.UniqueConstraint(
                fields=["person", "list"], condition=Q(person__isnull=False), name="subscription_one_per_person"
            ),
            models.UniqueConstraint(
                fields=["address", "list"], condition=~Q(address=""), name="subscription_one_per_address"
            ),
            models.CheckConstraint(condition=Q(list__in=MailList.values), name="subscription_known_list"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="subscription_known_basis"),
            models.CheckConstraint(
                condition=~Q(basis=Basis.EXPRESS) | Q(ends_on=None), name="subscription_express_has_no_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_list_display()} – {self.person or self.address}"


class PrivacyRequestQuerySet(models.QuerySet["PrivacyRequest"]):
    def open(self) -> "PrivacyRequestQuerySet":
        return self.filter(state__in=[RequestState.RECEIVED, RequestState.STUDIED])


class PrivacyRequest(models.Model):
    """A person asks what Law 25 lets them ask. Answered in writing by `due_on`, with reasons."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("file no."), max_length=8, default=short_code, unique=True, editable=False)
    kind = models.CharField(_("asks to"), max_length=12, choices=RequestKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="privacy_requests",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    address = models.EmailField(_("address to answer"), blank=True, default="")
    wording = models.TextField(_("what is asked, in their words"), max_length=5_000, blank=True, default="")
    channel = models.CharField(_("received"), max_length=10, choices=Channel)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FR)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("to be answered by"))
    identified_how = models.CharField(_("how the identity was checked"), max_length=200, blank=True, default="")
    identified_at = models.DateTimeField(_("identity checked"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.RECEIVED)
    answer = models.TextField(_("answer"), max_length=5_000, blank=True, default="")
    reason = models.TextField(_("reason"), max_length=2_000, blank=True, default="")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    objects: ClassVar[PrivacyRequestQuerySet] = PrivacyRequestQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="privacyrequest_known_kind"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="privacyrequest_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=["received", "studied"]) ^ Q(answered_at__isnull=False),
                name="privacyrequest_answered_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(state="received") | Q(identified_at__isnull=False),
                name="privacyrequest_studied_is_identified",
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("received_on")), name="privacyrequest_due_after_received"),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(person__isnull=False, state__in=["received", "studied"]),
                name="privacyrequest_one_open_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def answer_address(self) -> str:
        return self.address or (self.person.address if self.person else "")

    @property
    def asked_by(self) -> str:
        return self.name or (self.person.get_full_name() if self.person else "")


class Purge(models.Model):
    """One passage of the retention rules: how many rows of each kind went."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField(_("when"))
    counts = models.JSONField(_("what went"), default=dict)
    total = models.PositiveIntegerField(_("rows"), default=0)

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def said(self) -> str:
        """What went, by name of the rule."""
        return ", ".join(f"{name}: {number}" for name, number in sorted(self.counts.items())) or "–"


class Provider(models.Model):
    """A company to whom data is entrusted, and where; what it does and how it is held to it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    country_fr = models.CharField(_("country or region, in French"), max_length=80)
    country_en = models.CharField(_("country or region, in English"), max_length=80)
    outside_quebec = models.BooleanField(_("outside Quebec"), default=True)
    service_fr = models.CharField(_("what it does, in French"), max_length=300)
    service_en = models.CharField(_("what it does, in English"), max_length=300)
    safeguards_fr = models.CharField(_("safeguards, in French"), max_length=500)
    safeguards_en = models.CharField(_("safeguards, in English"), max_length=500)
    assessed_on = models.DateField(_("privacy impact assessed on"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="provider_one_per_name")]

    def __str__(self) -> str:
        return self.name

    def said(self, name: str) -> str:
        """`country`, `service` or `safeguards` in the active language."""
        return str(getattr(self, f"{name}_{'en' if get_language() == 'en' else 'fr'}"))

    @property
    def country(self) -> str:
        return self.said("country")

    @property
    def service(self) -> str:
        return self.said("service")

    @property
    def safeguards(self) -> str:
        return self.said("safeguards")
