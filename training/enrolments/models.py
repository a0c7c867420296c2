"""Enrolments: a person's place in a session."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.orders.models import OrderLine
from registrations.organisations.models import AffiliationRole, Organisation, Region
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Session


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def live(self) -> "EnrolmentQuerySet":
        return self.exclude(state=EnrolmentState.CANCELLED)


class Enrolment(models.Model):
    """Keeps the organisation, region and role it was made under, and who made it.

    `line` is what pays for it, for a session with a price: the seat is held until its order is paid or invoiced.
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
        ]
        indexes = [models.Index(fields=["session", "state", "id"], name="enrolment_queue")]

    def __str__(self) -> str:
        return f"{self.person} – {self.session}"
