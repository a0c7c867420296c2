"""What the staff lists are kept with: invitations, in waves or one by one, and the half-yearly confirmations."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.organisations.models import Organisation
from registrations.staff.rules import InvitationState, WaveState


class InvitationWave(models.Model):
    """Invitations that leave little by little: at most `per_hour` in any hour, while the tap of the mails is open."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    per_hour = models.PositiveIntegerField(_("mails an hour"))
    state = models.CharField(_("state"), max_length=10, choices=WaveState, default=WaveState.OPEN)
    starts_at = models.DateTimeField(_("not before"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("opened by")
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("wave of invitations")
        verbose_name_plural = _("waves of invitations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(per_hour__gt=0), name="invitationwave_sends_something"),
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="invitationwave_known_state"),
        ]

    def __str__(self) -> str:
        return self.name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Still in line: told to nobody yet."""
        return self.filter(state=InvitationState.WAITING)

    def open(self, *, at: datetime) -> "InvitationQuerySet":
        """Sent, and not answered, revoked or expired."""
        return self.filter(state=InvitationState.SENT, expires_at__gt=at)


class Invitation(models.Model):
    """A personal link by which somebody opens their account as staff of an organisation.

    The link's secret is made from the row (`staff.rules.secret_of`), so that only its hash is kept. It leaves at
    `told_at` and ends at `expires_at`.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="invitations", verbose_name=_("organisation")
    )
    wave = models.ForeignKey(
        InvitationWave, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("wave")
    )
    address = models.EmailField(_("address"))
    hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.WAITING)
    created_at = models.DateTimeField(_("created"))
    told_at = models.DateTimeField(_("sent"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invited by")
    )

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(state__in=[InvitationState.WAITING, InvitationState.SENT]),
                name="invitation_one_open_per_post",
            ),
            models.CheckConstraint(condition=Q(state__in=InvitationState.values), name="invitation_known_state"),
            models.CheckConstraint(
                condition=Q(told_at=None) & Q(expires_at=None) | Q(expires_at__gt=F("told_at")),
                name="invitation_sent_expires",
            ),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.SENT) | Q(told_at__isnull=False), name="invitation_sent_has_instant"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[InvitationState.ACCEPTED, InvitationState.DECLINED])
                | Q(answered_at__isnull=False),
                name="invitation_answered_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"


class StaffConfirmation(models.Model):
    """That a registrar looked at their staff list and said that it is right, for one half-year."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="staff_confirmations", verbose_name=_("organisation")
    )
    period = models.DateField(_("half-year since"))
    count = models.PositiveIntegerField(_("people"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"))

    class Meta:
        verbose_name = _("confirmation of a staff list")
        verbose_name_plural = _("confirmations of staff lists")
        ordering = ["-period", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "period"], name="staffconfirmation_one_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.period}"


class NameProposal(models.Model):
    """A name as a registrar believes it is spelled: the record is the person's, who answers."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="name_proposals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("created"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), default=False)

    class Meta:
        verbose_name = _("proposed name")
        verbose_name_plural = _("proposed names")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(answered_at=None),
                name="nameproposal_one_open_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(accepted=False) | Q(answered_at__isnull=False), name="nameproposal_accepted_was_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"
