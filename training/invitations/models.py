"""Invitations to a session: who was asked, by which list, and what they answered."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.groups.models import Group
from registrations.ids import uuid7
from registrations.organisations.models import Organisation
from registrations.people.models import Language
from training.invitations.rules import UNDECIDED, InvitationState
from training.sessions.models import Session


class InvitationRound(models.Model):
    """People invited together, with the team's own words to them."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="rounds", verbose_name=_("session"))
    words = models.TextField(_("words to the invited"), max_length=2000, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("invited on"))

    class Meta:
        verbose_name = _("round of invitations")
        verbose_name_plural = _("rounds of invitations")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.uuid)


class SessionInvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self) -> "SessionInvitationQuerySet":
        """Not withdrawn."""
        return self.filter(revoked_at=None)

    def undecided(self, *, at: datetime) -> "SessionInvitationQuerySet":
        """Those who may still answer, and have not said yes or no."""
        return self.filter(state__in=UNDECIDED, answer_by__gt=at)


class Invitation(models.Model):
    """One person's, or one address's for a guest whom the register does not know.

    The link's secret is made from the row and its `turn` (`rules.secret_of`); its hash alone is kept. A guest who says
    yes becomes a person; the address of one who does not is forgotten after the session (`forgotten_at`).
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="invitations", verbose_name=_("session"))
    round = models.ForeignKey(
        InvitationRound, models.PROTECT, related_name="invitations", verbose_name=_("round of invitations")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="session_invitations",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("address of the guest"), blank=True, default="")
    name = models.CharField(_("name of the guest"), max_length=200, blank=True, default="")
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FR)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group"))
    state = models.CharField(_("answer"), max_length=10, choices=InvitationState, default=InvitationState.INVITED)
    turn = models.PositiveSmallIntegerField(default=0, editable=False)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(_("invited on"))
    answer_by = models.DateTimeField(_("answer due before"))
    remind_at = models.DateTimeField(_("reminder planned"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("address forgotten"), null=True, blank=True)

    objects: ClassVar[SessionInvitationQuerySet] = SessionInvitationQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("invitation to a session")
        verbose_name_plural = _("invitations to sessions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(revoked_at=None, person__isnull=False),
                name="invitation_one_per_person",
            ),
            models.UniqueConstraint(
                fields=["session", "address"],
                condition=Q(revoked_at=None) & ~Q(address=""),
                name="invitation_one_per_address",
            ),
            models.CheckConstraint(condition=Q(state__in=InvitationState.values), name="invitation_knows_its_state"),
            models.CheckConstraint(
                condition=Q(state=InvitationState.REVOKED) ^ Q(revoked_at=None), name="invitation_revoked_has_instant"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[InvitationState.YES, InvitationState.NO, InvitationState.MAYBE])
                | Q(answered_at__isnull=False),
                name="invitation_answer_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(address="") | Q(forgotten_at__isnull=False),
                name="invitation_is_of_somebody",
            ),
            models.CheckConstraint(condition=Q(answer_by__gt=F("invited_at")), name="invitation_leaves_time"),
        ]
        indexes = [
            models.Index(fields=["remind_at"], condition=Q(reminded_at=None), name="invitation_to_remind"),
            models.Index(fields=["session", "state"], name="invitation_of_session"),
        ]

    def __str__(self) -> str:
        return f"{self.who} – {self.session}"

    @property
    def who(self) -> str:
        """The person, or the guest by their name or address."""
        return str(self.person) if self.person else self.name or self.address or "–"

    def state_at(self, at: datetime) -> str:
        """The state, or *expired* for who let the time to answer pass: a date says so, nobody decides it."""
        return EXPIRED if self.state in UNDECIDED and self.answer_by <= at else self.state


EXPIRED = "expired"
