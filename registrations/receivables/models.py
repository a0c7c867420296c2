"""Reminders of what is owed: when they leave, what they said, and for whom they wait."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations.ids import uuid7
from registrations.orders.models import Invoice
from registrations.organisations.models import Organisation


class Dunning(models.Model):
    """Whether reminders leave by themselves. One row; `since` is the day from which steps are due, null while off."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    single = models.BooleanField(default=True, unique=True, editable=False)
    since = models.DateField(_("reminders leave since"), null=True, blank=True)

    class Meta:
        verbose_name = _("automatic reminders")
        verbose_name_plural = _("automatic reminders")
        constraints = [models.CheckConstraint(condition=Q(single=True), name="dunning_one_row")]

    def __str__(self) -> str:
        return str(self.since or "")


class ReminderStep(models.Model):
    """A reminder that leaves `days` after the due date. `since`: invoices whose day came before are left in peace."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    days = models.PositiveSmallIntegerField(_("days after the due date"), unique=True)
    subject_fr = models.CharField(_("subject in French"), max_length=150)
    subject_en = models.CharField(_("subject in English"), max_length=150)
    text_fr = models.TextField(_("text in French"), max_length=3000)
    text_en = models.TextField(_("text in English"), max_length=3000)
    since = models.DateField(_("in force since"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reminder step")
        verbose_name_plural = _("reminder steps")
        ordering = ["days"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="reminderstep_after_due_date"),
            models.CheckConstraint(
                condition=~Q(subject_fr="") & ~Q(subject_en="") & ~Q(text_fr="") & ~Q(text_en=""),
                name="reminderstep_says_something",
            ),
        ]

    def __str__(self) -> str:
        """By its day: its subject has fields, which each letter fills in."""
        return ngettext("%(n)s day after the due date", "%(n)s days after the due date", self.days) % {"n": self.days}


class ReminderLetter(models.Model):
    """One mail to one payer, for all that they owe and are late with. Without a step, somebody sent it by hand."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("person"),
    )
    step = models.ForeignKey(ReminderStep, models.PROTECT, null=True, blank=True, verbose_name=_("reminder step"))
    due_cents = models.PositiveIntegerField(_("amount due"))
    sent_to = models.PositiveSmallIntegerField(_("addresses"), default=0)
    made_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(organisation=None), name="reminderletter_one_payer"),
            models.CheckConstraint(condition=Q(due_cents__gt=0), name="reminderletter_of_something"),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.person)


class Reminder(models.Model):
    """One invoice of a letter: each step once, and one reminder a day at most."""

    letter = models.ForeignKey(ReminderLetter, models.CASCADE, related_name="reminders", verbose_name=_("reminder"))
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="reminders", verbose_name=_("invoice"))
    step = models.ForeignKey(ReminderStep, models.PROTECT, null=True, blank=True, verbose_name=_("reminder step"))
    reminded_on = models.DateField(_("reminded on"))
    due_cents = models.PositiveIntegerField(_("amount due"))

    class Meta:
        verbose_name = _("invoice reminded of")
        verbose_name_plural = _("invoices reminded of")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "step"], name="reminder_each_step_once"),
            models.UniqueConstraint(fields=["invoice", "reminded_on"], name="reminder_one_a_day"),
            models.CheckConstraint(condition=Q(due_cents__gt=0), name="reminder_of_something"),
        ]

    def __str__(self) -> str:
        return str(self.invoice)


class PauseQuerySet(models.QuerySet["ReminderPause"]):
    def live(self, *, on: date) -> "PauseQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=on), ended_at=None)


class ReminderPause(models.Model):
    """No reminder for an invoice, or for all that an organisation owes. `until` is the first day without the pause."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="pauses", verbose_name=_("invoice")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="pauses", verbose_name=_("organisation")
    )
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects: ClassVar[PauseQuerySet] = PauseQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("pause of reminders")
        verbose_name_plural = _("pauses of reminders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(invoice=None) ^ Q(organisation=None), name="reminderpause_of_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="reminderpause_has_reason"),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(ended_at=None), name="reminderpause_one_live_per_invoice"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_at=None), name="reminderpause_one_live_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.invoice or self.organisation)
