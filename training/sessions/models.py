"""Sessions: one offering of an activity, with its seats and its meetings."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.dates import MONTREAL
from registrations.ids import uuid7
from registrations.seats.models import SeatPool
from training.catalogue.models import Activity
from training.sessions.rules import Registration, SessionState, cancel_before, registration


class SessionQuerySet(models.QuerySet["Session"]):
    def public(self, *, at: datetime) -> "SessionQuerySet":
        """What anybody may know of: not a draft, nor in a programme that is still one."""
        shown = Q(activity__programme=None) | Q(activity__programme__published_at__lte=at)
        return self.filter(shown).exclude(state=SessionState.DRAFT)

    def open(self, *, at: datetime) -> "SessionQuerySet":
        return self.filter(state=SessionState.PUBLISHED, opens_at__lte=at, closes_at__gt=at)

    def with_seats(self) -> "SessionQuerySet":
        """A seat can be taken at once: some left, and nobody in line before."""
        left = Q(pool__capacity=None) | Q(pool__taken__lt=F("pool__capacity"))
        return self.filter(left, pool__closed=False, pool__waiting=0)


class Session(models.Model):
    """`code` is the team's own and names it in imports. `starts_at` repeats the first meeting's start, for lists.

    Prices are in cents before taxes: 0 is free; without a member price, members pay the public one.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=40)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sessions", verbose_name=_("activity"))
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.DRAFT)
    opens_at = models.DateTimeField(_("registration opens"))
    closes_at = models.DateTimeField(_("registration closes"))
    starts_at = models.DateTimeField(_("start"), db_index=True)
    ends_at = models.DateTimeField(_("end"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    join_url = models.URLField(_("join address"), blank=True, default="")
    price_cents = models.PositiveIntegerField(_("public price"), default=0)
    member_price_cents = models.PositiveIntegerField(_("member price"), null=True, blank=True)
    cancel_hours = models.PositiveSmallIntegerField(_("cancellation possible until (hours before)"), default=24)
    pool = models.OneToOneField(SeatPool, models.PROTECT, related_name="session", verbose_name=_("seats"))
    sequence = models.PositiveIntegerField(_("calendar sequence"), default=0)
    historical = models.BooleanField(_("imported from the past"), default=False)

    objects: ClassVar[SessionQuerySet] = SessionQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="session_one_per_code"),
            models.CheckConstraint(condition=Q(state__in=SessionState.values), name="session_known_state"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="session_closes_after_opening"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(member_price_cents=None) | Q(member_price_cents__lte=F("price_cents")),
                name="session_member_price_within_public",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def registration_at(self, at: datetime) -> Registration:
        """Where registration stands at that instant."""
        return registration(self.state, opens_at=self.opens_at, closes_at=self.closes_at, at=at)

    def price_of(self, *, is_member: bool) -> int:
        """What a seat costs, in cents before taxes."""
        member = self.price_cents if self.member_price_cents is None else self.member_price_cents
        return member if is_member else self.price_cents

    @property
    def cancel_before(self) -> datetime:
        """Until when people may cancel by themselves."""
        return cancel_before(self.starts_at, hours=self.cancel_hours)


class Meeting(models.Model):
    """One *rencontre* of a session."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="meetings", verbose_name=_("session"))
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="meeting_one_per_start"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at.astimezone(MONTREAL):%Y-%m-%d %H:%M}"
