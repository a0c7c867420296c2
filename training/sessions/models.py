"""Sessions: one offering of an activity, with its seats and its meetings."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.dates import MONTREAL
from registrations.ids import uuid7
from registrations.seats.models import SeatPool
from training.catalogue.models import Activity, Trainer
from training.sessions.rules import Period, Registration, SessionState, Visibility, cancel_before, registration

AROUND = timedelta(minutes=15)


class SessionQuerySet(models.QuerySet["Session"]):
    def public(self, *, at: datetime) -> "SessionQuerySet":
        """What anybody who has its address may know of: no draft, nor in a programme that is one, nor by invitation."""
        shown = Q(activity__programme=None) | Q(activity__programme__published_at__lte=at)
        return self.filter(shown).exclude(state=SessionState.DRAFT).exclude(visibility=Visibility.INVITATION)

    def listed(self, *, at: datetime) -> "SessionQuerySet":
        """What lists, searches and calendars show to everybody."""
        return self.public(at=at).filter(visibility=Visibility.PUBLIC)

    def shown_to(self, person: int | None, *, at: datetime) -> "SessionQuerySet":
        """The same, with the sessions by invitation of which this person is."""
        if person is None:
            return self.listed(at=at)
        listed = Session.objects.listed(at=at).values("pk")
        return self.filter(Q(pk__in=listed) | Q(pk__in=Session.objects.private_to(person).values("pk")))

    def private_to(self, person: int) -> "SessionQuerySet":
        """Sessions by invitation where this person has a seat, or to which they are invited."""
        rows = self.filter(visibility=Visibility.INVITATION).exclude(state=SessionState.DRAFT)
        seated = Session.objects.filter(enrolments__person=person, enrolments__cancelled_at=None)
        invited = Session.objects.filter(invitations__person=person, invitations__revoked_at=None)
        return rows.filter(Q(pk__in=seated.values("pk")) | Q(pk__in=invited.values("pk")))

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
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    trainers = models.ManyToManyField(Trainer, blank=True, related_name="sessions", verbose_name=_("trainers"))
    opens_at = models.DateTimeField(_("registration opens"))
    closes_at = models.DateTimeField(_("registration closes"))
    starts_at = models.DateTimeField(_("start"), db_index=True)
    ends_at = models.DateTimeField(_("end"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    join_url = models.URLField(_("join address"), blank=True, default="")
    price_cents = models.PositiveIntegerField(_("public price"), default=0)
    member_price_cents = models.PositiveIntegerField(_("member price"), null=True, blank=True)
    cancel_hours = models.PositiveSmallIntegerField(_("cancellation possible until (hours before)"), default=24)
    cap_per_organisation = models.PositiveIntegerField(_("seats per organisation"), null=True, blank=True)
    minimum = models.PositiveIntegerField(_("people needed to hold it"), null=True, blank=True)
    pool = models.OneToOneField(SeatPool, models.PROTECT, related_name="session", verbose_name=_("seats"))
    sequence = models.PositiveIntegerField(_("calendar sequence"), default=0)
    revised_at = models.DateTimeField(_("last change in calendars"), null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(
        _("days before each meeting"),
        null=True,
        blank=True,
        default=1,
        validators=[MaxValueValidator(14)],
        help_text=_("People are reminded at 9 a.m. so many days before. Empty: they are not."),
    )
    remind_hour = models.BooleanField(
        _("remind one hour before"), default=True, help_text=_("For those who join a call, with the link.")
    )
    thanks = models.BooleanField(
        _("thank those who came"), default=True, help_text=_("At 9 a.m. after the last meeting, once it is closed.")
    )
    recording_url = models.URLField(_("recording"), blank=True, default="")
    has_questions = models.BooleanField(_("asks questions"), default=False, editable=False)
    historical = models.BooleanField(_("imported from the past"), default=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("copied from")
    )

    objects: ClassVar[SessionQuerySet] = SessionQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="session_one_per_code"),
            models.CheckConstraint(condition=Q(state__in=SessionState.values), name="session_known_state"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="session_known_visibility"),
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

    def costs_as(self, other: "Session") -> bool:
        """Whether a seat costs the same in both, for members and for all others."""
        return all(self.price_of(is_member=member) == other.price_of(is_member=member) for member in (True, False))

    @property
    def asked_for(self) -> tuple[tuple[str, UUID], ...]:
        """The subjects whose questions are asked here, the programme's first; none is read for a session without."""
        programme = self.activity.programme
        of_programme = programme is not None and programme.has_questions
        subjects = [("training.programme", programme.uuid)] if programme is not None and of_programme else []
        return (*subjects, *([("training.session", self.uuid)] if self.has_questions else []))

    @property
    def taught_by(self) -> list[Trainer]:
        """Its own trainers, else those of its activity."""
        return list(self.trainers.all()) or list(self.activity.trainers.all())

    @property
    def cancel_before(self) -> datetime:
        """Until when people may cancel by themselves."""
        return cancel_before(self.starts_at, hours=self.cancel_hours)


class Meeting(models.Model):
    """One *rencontre* of a session. Without a link or a place of its own, the session's; `part` names its share."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="meetings", verbose_name=_("session"))
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    join_url = models.URLField(_("join address"), blank=True, default="")
    part = models.CharField(_("part"), max_length=80, blank=True, default="")
    mandatory = models.BooleanField(_("mandatory"), default=False)

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

    @property
    def minutes(self) -> int:
        """How long it lasts, in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def is_on(self, at: datetime) -> bool:
        """From a quarter of an hour before its start to a quarter of an hour after its end."""
        return self.starts_at - AROUND <= at < self.ends_at + AROUND

    @property
    def period(self) -> Period:
        """The same, as what is asked for when a session is revised."""
        return Period(self.starts_at, self.ends_at, self.place, self.join_url, self.part, self.mandatory)


class RemovedMeeting(models.Model):
    """A meeting that is not held any more, by the identity under which calendars know it: to be taken out of them."""

    uuid = models.UUIDField(unique=True, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="removed", verbose_name=_("session"))
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    removed_at = models.DateTimeField(_("removed"))

    class Meta:
        verbose_name = _("removed meeting")
        verbose_name_plural = _("removed meetings")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.uuid)
