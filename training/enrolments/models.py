"""Enrolments: a person's place in a session."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.orders.models import OrderLine
from registrations.organisations.models import AffiliationRole, Organisation, Region
from registrations.seats.models import SeatPool
from training.catalogue.models import Programme
from training.enrolments.rules import FIRM, LEAVING, EnrolmentState
from training.sessions.models import Session
from training.sessions.rules import cancel_before


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def live(self) -> "EnrolmentQuerySet":
        return self.exclude(state=EnrolmentState.CANCELLED)


class Enrolment(models.Model):
    """Keeps the organisation, region and role it was made under, and who made it.

    `line` is what pays for it, for a session with a price: the seat is held until its order is paid or invoiced.
    `queue` is where they wait: at the session's pool, or at their organisation's when it has all the seats it may have.
    `terms_digest` is the SHA-256 of the programme's terms that its person accepted, or `registered_by` said they did.
    `follows` is the registration that this one takes the place of: a colleague's seat, or one's own in another session.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="enrolments", verbose_name=_("session"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=EnrolmentState)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="enrolments", verbose_name=_("organisation")
    )
    region = models.CharField(_("region"), max_length=2, choices=Region, blank=True, default="")
    role = models.CharField(_("role"), max_length=14, choices=AffiliationRole, blank=True, default="")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    line = models.ForeignKey(
        OrderLine, models.PROTECT, null=True, blank=True, related_name="enrolments", verbose_name=_("order line")
    )
    created_at = models.DateTimeField(_("registered"))
    offer_ends_at = models.DateTimeField(_("offer ends"), null=True, blank=True)
    reserved_until = models.DateTimeField(_("kept until"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    queue = models.ForeignKey(
        SeatPool, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, editable=False
    )
    terms_digest = models.CharField(_("terms accepted"), max_length=64, blank=True, default="", editable=False)
    terms_at = models.DateTimeField(_("terms accepted on"), null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("takes the place of")
    )
    sequence = models.PositiveIntegerField(_("calendar sequence"), default=0)
    historical = models.BooleanField(_("imported from the past"), default=False)

    objects: ClassVar[EnrolmentQuerySet] = EnrolmentQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=~Q(state=EnrolmentState.CANCELLED),
                name="enrolment_one_live_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.OFFERED) ^ Q(offer_ends_at=None), name="enrolment_offer_has_end"
            ),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.RESERVED) ^ Q(reserved_until=None), name="enrolment_reserve_has_end"
            ),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.CANCELLED) ^ Q(cancelled_at=None),
                name="enrolment_cancelled_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.HELD) | Q(line__isnull=False), name="enrolment_held_has_line"
            ),
            models.CheckConstraint(condition=Q(state__in=EnrolmentState.values), name="enrolment_known_state"),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.WAITLISTED) ^ Q(queue=None), name="enrolment_waits_in_a_queue"
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state", "id"], name="enrolment_queue"),
            models.Index(fields=["queue"], condition=Q(queue__isnull=False), name="enrolment_in_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.session}"

    def place_to_leave(self, *, at: datetime) -> "Enrolment | None":
        """The place of the same person that this one takes the place of, while they have it and may move from it.

        A firm seat stays theirs once it is too late to cancel it, or when the two sessions do not cost the same.
        """
        before = self.follows
        if before is None or before.person_id != self.person_id or before.state not in LEAVING:
            return None
        session = before.session
        late = at >= cancel_before(session.starts_at, hours=session.cancel_hours)
        if before.state in FIRM and (late or not session.costs_as(self.session)):
            return None
        return before

    def moves_paid_seat(self, *, at: datetime) -> bool:
        """They keep a seat that is paid in another session until this one is theirs: nothing is ordered again."""
        before = self.place_to_leave(at=at) if self.state == EnrolmentState.OFFERED else None
        return before is not None and before.line_id is not None

    @property
    def is_over_cap(self) -> bool:
        """They wait because their organisation has all the seats that it may have, not for want of seats."""
        return self.queue_id is not None and self.queue_id != self.session.pool_id


class OrganisationCap(models.Model):
    """The seats that one organisation may have in a session, or in a whole programme: a pool taken with the seat.

    Made when somebody of the organisation first comes. How many they are is said by the session or by the programme:
    the pool's capacity follows with the next seat taken. Its queue, a session's, is of those whom a cap stops.
    """

    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="caps")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="caps")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    pool = models.OneToOneField(SeatPool, models.PROTECT, related_name="cap", verbose_name=_("seats"))

    class Meta:
        verbose_name = _("cap of an organisation")
        verbose_name_plural = _("caps of organisations")
        constraints = [
            models.CheckConstraint(condition=Q(session=None) ^ Q(programme=None), name="organisationcap_has_one_scope"),
            models.UniqueConstraint(
                fields=["session", "organisation"],
                condition=Q(session__isnull=False),
                name="organisationcap_one_per_session",
            ),
            models.UniqueConstraint(
                fields=["programme", "organisation"],
                condition=Q(programme__isnull=False),
                name="organisationcap_one_per_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.session or self.programme}"
