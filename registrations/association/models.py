"""The association that runs the site: its identity, the people in charge, and the tap of its mails."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7


class Association(models.Model):
    """One row. Everything that mails, invoices, certificates and the privacy page say of the sender."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100, default="AXTRA")
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True, default="")
    address = models.TextField(_("postal address"), blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=30, blank=True, default="")
    email = models.EmailField(_("address to answer"), blank=True, default="")
    logo = models.ImageField(_("logo"), upload_to="association/", blank=True)
    fiscal_year_start_month = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"), null=True, blank=True
    )
    sender_name = models.CharField(_("sender's name"), max_length=100, blank=True, default="")
    sender_email = models.EmailField(_("sender's address"), blank=True, default="")
    payment_instructions = models.TextField(
        _("how to pay an invoice otherwise than by card"),
        blank=True,
        default="",
        help_text=_("Shown with each invoice to be paid: to whom a cheque is made out, the account of a transfer..."),
    )
    payment_instructions_en = models.TextField(
        _("how to pay an invoice, in English"),
        blank=True,
        default="",
        help_text=_("For invoices and messages in English; empty: the French text."),
    )
    taxes_decided = models.BooleanField(_("the accountant chose the tax profiles"), default=False)
    privacy_officer_name = models.CharField(
        _("person in charge of personal data"), max_length=200, blank=True, default=""
    )
    privacy_officer_email = models.EmailField(_("their address"), blank=True, default="")
    signatory_name = models.CharField(_("certificate signatory"), max_length=200, blank=True, default="")
    signatory_title = models.CharField(_("signatory's function"), max_length=200, blank=True, default="")
    mails_opened_at = models.DateTimeField(_("mails leave since"), null=True, blank=True)

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("association")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(pk=1), name="association_only_one"),
            models.CheckConstraint(
                condition=Q(fiscal_year_start_month=None) | Q(fiscal_year_start_month__range=(1, 12)),
                name="association_month_of_the_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def how_to_pay(self, language: str) -> str:
        """What the association says in this language, else in French."""
        english = self.payment_instructions_en.strip() if language.startswith("en") else ""
        return english or self.payment_instructions.strip()
