"""Who is to be reminded or thanked now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from registrations.messages.models import Message
from registrations.surveys.models import SurveyReceipt
from registrations.surveys.rules import SurveyState
from training.catalogue.models import Mode
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.reminders.models import Reminder
from training.reminders.rules import LONGEST, THANKED_WITHIN, Window, thanked_from, windows
from training.sessions.models import Meeting
from training.sessions.rules import SessionState


def meetings_to_recall(*, at: datetime) -> Iterator[tuple[Meeting, Window]]:
    """The meetings to come of which a reminder may leave now, in one statement."""
    rows = Meeting.objects.filter(starts_at__gt=at, starts_at__lt=at + timedelta(days=LONGEST + 1))
    rows = rows.filter(session__state=SessionState.PUBLISHED, session__historical=False)
    for meeting in rows.select_related("session__activity").order_by("starts_at", "pk"):
        session = meeting.session
        calls = session.remind_hour and session.activity.mode != Mode.ON_SITE
        for window in windows(meeting.starts_at, days=session.remind_days, hour=calls):
            if window.holds(at):
                yield meeting, window


def to_recall(meeting: Meeting, window: Window, *, at_most: int) -> list[Enrolment]:
    """Those who have a seat and were not reminded; who registered since knows it from the confirmation."""
    done = Reminder.objects.filter(
        enrolment=OuterRef("pk"), meeting=meeting, kind=window.kind, starts_at=meeting.starts_at
    )
    rows = Enrolment.objects.filter(session=meeting.session_id, state=EnrolmentState.CONFIRMED)
    rows = rows.filter(~Exists(done), created_at__lt=window.opens_at).select_related("person")
    return list(rows.order_by("pk")[:at_most])


def to_thank(*, at: datetime, at_most: int) -> list[Enrolment]:
    """Those who were there until the end, and were not thanked: from the morning after, once attendance is closed."""
    told = Message.objects.filter(kind="session-thanks", about_uuid=OuterRef("uuid"))
    rows = Enrolment.objects.filter(state=EnrolmentState.ATTENDED, historical=False, session__thanks=True)
    rows = rows.filter(session__ends_at__gt=at - THANKED_WITHIN, session__ends_at__lt=at, session__historical=False)
    rows = rows.filter(~Exists(told), person__erased_at=None).select_related("person", "session")
    due = (row for row in rows.order_by("session__ends_at", "pk") if thanked_from(row.session.ends_at) <= at)
    return list(due)[:at_most]


def survey_to_answer(enrolment: Enrolment) -> SurveyReceipt | None:
    """The survey about it that waits for its person's answer."""
    rows = SurveyReceipt.objects.filter(subject_uuid=enrolment.uuid, answered=False, survey__state=SurveyState.OPEN)
    return rows.order_by("-pk").first()


def a_reminder() -> UUID | None:
    """The latest: what the team's preview speaks of."""
    return Reminder.objects.order_by("-pk").values_list("uuid", flat=True).first()
