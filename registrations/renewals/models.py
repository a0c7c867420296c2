"""Dues scales, renewal campaigns, and each member's yearly declaration."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.memberships.models import Membership, MembershipCategory, MembershipYear
from registrations.renewals.rules import REMINDERS, Bracket, due_day

FROZEN_WHEN_SIGNED = (
    "campaign_id",
    "membership_id",
    "content",
    "budget_cents",
    "signed_at",
    "signer_title",
    "statement_version",
    "statement",
)
"""What a signature closes for ever; the signatory is emptied when they are erased, and follows a merge."""


def default_reminders() -> list[int]:
    return list(REMINDERS)


class DuesScale(models.Model):
    """What the members of a category owe for a year, by bracket of their own yearly budget."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.ForeignKey(MembershipYear, models.PROTECT, related_name="dues_scales", verbose_name=_("year"))
    category = models.ForeignKey(MembershipCategory, models.PROTECT, related_name="+", verbose_name=_("category"))

    class Meta:
        verbose_name = _("dues scale")
        verbose_name_plural = _("dues scales")
        ordering = ["-year__starts_on", "category"]
        constraints = [models.UniqueConstraint(fields=["year", "category"], name="duesscale_one_per_year_and_category")]

    def __str__(self) -> str:
        return f"{self.year} – {self.category}"


class DuesBracket(models.Model):
    """One bracket. It ends where the next one starts: no hole, no overlap is possible."""

    scale = models.ForeignKey(DuesScale, models.CASCADE, related_name="brackets", verbose_name=_("scale"))
    from_cents = models.BigIntegerField(_("budget from"))
    amount_cents = models.PositiveIntegerField(_("dues"))

    class Meta:
        verbose_name = _("bracket")
        verbose_name_plural = _("brackets")
        ordering = ["scale", "from_cents"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "from_cents"], name="duesbracket_one_per_start"),
            models.CheckConstraint(condition=Q(from_cents__gte=0), name="duesbracket_starts_at_zero_or_above"),
        ]

    def __str__(self) -> str:
        return f"{self.from_cents}: {self.amount_cents}"

    def as_rule(self) -> Bracket:
        return Bracket(self.from_cents, self.amount_cents)


class Campaign(models.Model):
    """The renewal of one year: one a year, opened once. A job gives each member its declaration, in batches."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.ForeignKey(MembershipYear, models.PROTECT, related_name="campaigns", verbose_name=_("year"))
    due_on = models.DateField(_("declarations due"))
    reminders = models.JSONField(_("reminders, in days from the due date"), default=default_reminders)
    needs_resolution = models.BooleanField(_("the board resolves each renewal"), default=False)
    statement_fr = models.TextField(_("statement to sign, in French"))
    statement_en = models.TextField(_("statement to sign, in English"), blank=True, default="")
    statement_version = models.PositiveSmallIntegerField(_("version of the statement"), default=1)
    expected = models.PositiveIntegerField(_("members to renew"), default=0)
    opened_at = models.DateTimeField(_("opened"))
    filled_at = models.DateTimeField(_("everybody has a declaration since"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("renewal campaign")
        verbose_name_plural = _("renewal campaigns")
        ordering = ["-year__starts_on"]
        constraints = [models.UniqueConstraint(fields=["year"], name="campaign_one_per_year")]

    def __str__(self) -> str:
        return str(self.year)

    def statement(self, language: str) -> str:
        """What the direction signs."""
        return (self.statement_en if language == "en" else "") or self.statement_fr


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def awaited(self) -> "DeclarationQuerySet":
        """Neither signed nor declined, in a campaign that is open."""
        return self.filter(signed_at=None, declined_at=None, campaign__closed_at=None)


class Declaration(models.Model):
    """An organisation's *déclaration annuelle*: prepared by several, signed once, then immutable.

    `content` holds each part as it was saved; `reference_cents` is the budget of the year before. Budgets are
    accounting's to see, and of those who prepare their own.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="declarations", verbose_name=_("renewal campaign")
    )
    membership = models.OneToOneField(
        Membership, models.PROTECT, related_name="declaration", verbose_name=_("membership")
    )
    content = models.JSONField(_("content"), default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    budget_cents = models.BigIntegerField(_("declared budget"), null=True, blank=True)
    reference_cents = models.BigIntegerField(_("budget of the year before"), null=True, blank=True)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    asked_at = models.DateTimeField(_("signature asked for"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signer_name = models.CharField(_("name of the signatory"), max_length=200, blank=True, default="")
    signer_title = models.CharField(_("title of the signatory"), max_length=200, blank=True, default="")
    statement_version = models.PositiveSmallIntegerField(_("version of the statement"), null=True, blank=True)
    statement = models.TextField(_("statement signed"), blank=True, default="")
    provisional_at = models.DateTimeField(_("invoiced provisionally"), null=True, blank=True)
    declined_at = models.DateTimeField(_("said not to renew"), null=True, blank=True)
    decline_reason = models.CharField(_("why not"), max_length=300, blank=True, default="")

    objects: ClassVar[DeclarationQuerySet] = DeclarationQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("yearly declaration")
        verbose_name_plural = _("yearly declarations")
        ordering = ["membership__organisation__name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | (Q(budget_cents__isnull=False) & Q(statement_version__isnull=False) & ~Q(statement="")),
                name="declaration_signed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(declined_at=None), name="declaration_signed_or_declined"
            ),
            models.CheckConstraint(
                condition=(Q(budget_cents=None) | Q(budget_cents__gte=0))
                & (Q(reference_cents=None) | Q(reference_cents__gte=0)),
                name="declaration_budgets_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["campaign"], condition=Q(signed_at=None), name="declaration_awaited")]

    def __str__(self) -> str:
        return str(self.membership)

    def is_late(self, *, on: date) -> bool:
        return self.signed_at is None and self.declined_at is None and self.due_on < on

    @property
    def due_on(self) -> date:
        """The campaign must be loaded with the row."""
        return due_day(self.campaign.due_on, told_on=localdate(self.told_at) if self.told_at else None)

    @property
    def dues_budget_cents(self) -> int | None:
        """The budget that dues follow from: the signed one; last year's once accounting invoices provisionally."""
        if self.signed_at:
            return self.budget_cents
        return self.reference_cents if self.provisional_at else None
