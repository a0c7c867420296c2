"""Attendance: how long each person was in each meeting, with every value that was noted before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from training.attendance.rules import Found, Source
from training.catalogue.models import Trainer
from training.enrolments.models import Enrolment
from training.sessions.models import Meeting


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def live(self) -> "AttendanceQuerySet":
        """What stands: the last value of each person in each meeting."""
        return self.filter(superseded_at=None)


class Attendance(models.Model):
    """What one source said of one person in one meeting. A correction is a new row, and the former one is superseded.

    `planned_minutes` is how long the meeting lasted when it was noted. Triggers keep every row as it was written, and
    refuse one whose meeting and enrolment are of two sessions.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance", verbose_name=_("meeting"))
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance", verbose_name=_("enrolment"))
    planned_minutes = models.PositiveIntegerField(_("minutes of the meeting"))
    minutes = models.PositiveIntegerField(_("minutes attended"))
    replay_minutes = models.PositiveIntegerField(_("minutes of replay"), default=0)
    source = models.CharField(_("noted by"), max_length=8, choices=Source)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    recorded_at = models.DateTimeField(_("noted"))
    superseded_at = models.DateTimeField(_("corrected"), null=True, blank=True)

    objects: ClassVar[AttendanceQuerySet] = AttendanceQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "enrolment"], condition=Q(superseded_at=None), name="attendance_one_live"
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=F("planned_minutes")), name="attendance_minutes_within_meeting"
            ),
            models.CheckConstraint(
                condition=Q(replay_minutes__lte=F("planned_minutes")), name="attendance_replay_within_meeting"
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="attendance_known_source"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} ({self.minutes})"


class TrainerLink(models.Model):
    """A trainer's personal link to the lists of their sessions. Its secret is made from the row; its hash is kept."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="links", verbose_name=_("trainer"))
    hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("created by")
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("trainer's link")
        verbose_name_plural = _("trainers' links")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["trainer"], condition=Q(revoked_at=None), name="trainerlink_one_live"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="trainerlink_expires_after"),
        ]

    def __str__(self) -> str:
        return str(self.trainer)


class RoomCode(models.Model):
    """The code shown in the room or in the call, which the people who are there enter on their page."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="room_code", verbose_name=_("meeting"))
    code = models.CharField(_("code"), max_length=6)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("code of a meeting")
        verbose_name_plural = _("codes of meetings")

    def __str__(self) -> str:
        return self.code


class ParticipantReport(models.Model):
    """A video conference's report, checked beside the list of a meeting, then applied; its lines live until then."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="reports", verbose_name=_("meeting"))
    source = models.CharField(_("from"), max_length=8, choices=Source)
    file_name = models.CharField(_("file"), max_length=200)
    people = models.PositiveIntegerField(_("participants"))
    noted = models.PositiveIntegerField(_("people noted"), default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    created_at = models.DateTimeField(_("checked"))
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("participants report")
        verbose_name_plural = _("participants reports")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(applied_at=None), name="participantreport_one_to_apply"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[Source.ZOOM, Source.TEAMS]), name="participantreport_known_source"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ReportLine(models.Model):
    """One participant of a report: the name and address that it gives, when they were there, whose place it is."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    report = models.ForeignKey(ParticipantReport, models.CASCADE, related_name="lines")
    name = models.CharField(_("name in the report"), max_length=200)
    email = models.CharField(_("address in the report"), max_length=254, blank=True, default="")
    intervals = models.JSONField(default=list)
    minutes = models.PositiveIntegerField(_("minutes"))
    found = models.CharField(_("recognised"), max_length=8, choices=Found)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("participant of a report")
        verbose_name_plural = _("participants of a report")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(found__in=Found.values), name="reportline_known_verdict"),
            models.CheckConstraint(
                condition=~Q(found=Found.MATCHED) | Q(enrolment__isnull=False), name="reportline_matched_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KnownName(models.Model):
    """A name or an address under which somebody joins calls, as a person decided once."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_names")
    key = models.CharField(_("name or address"), max_length=254)
    created_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("name in calls")
        verbose_name_plural = _("names in calls")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="knownname_once_per_person")]

    def __str__(self) -> str:
        return self.key


class JoinLink(models.Model):
    """The address by which one confirmed person joins the call: theirs alone, whoever has the place afterwards."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="join_link", verbose_name=_("enrolment"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_links", verbose_name=_("person")
    )
    url = models.URLField(_("join address"), max_length=1000)
    imported_at = models.DateTimeField(_("imported"))

    class Meta:
        verbose_name = _("personal join link")
        verbose_name_plural = _("personal join links")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="joinlink_is_https"),
        ]

    def __str__(self) -> str:
        return str(self.enrolment)
