"""Training's models, each in its feature; this module only gathers them for Django."""

from training.attendance.models import (
    Attendance,
    JoinLink,
    KnownName,
    ParticipantReport,
    ReportLine,
    RoomCode,
    TrainerLink,
)
from training.catalogue.models import Activity, ActivityCost, Programme, Trainer
from training.colleagues.models import ColleagueBatch, ColleagueCell
from training.digests.models import Digest, DigestRefusal
from training.enrolments.models import Enrolment, OrganisationCap
from training.invitations.models import Invitation, InvitationRound
from training.reminders.models import Reminder
from training.reports.models import FrozenReport, ReportOutline, TrainingFile
from training.sessions.models import Meeting, RemovedMeeting, Session

__all__ = [
    "Activity",
    "ActivityCost",
    "Attendance",
    "ColleagueBatch",
    "ColleagueCell",
    "Digest",
    "DigestRefusal",
    "Enrolment",
    "FrozenReport",
    "Invitation",
    "InvitationRound",
    "JoinLink",
    "KnownName",
    "Meeting",
    "OrganisationCap",
    "ParticipantReport",
    "Programme",
    "Reminder",
    "RemovedMeeting",
    "ReportLine",
    "ReportOutline",
    "RoomCode",
    "Session",
    "Trainer",
    "TrainerLink",
    "TrainingFile",
]
