"""Who came to the sessions that are over: the attendance of the past, and of the present ones, which are closed."""

import random
from datetime import datetime, timedelta

from config.demo.bringing import LOADER
from training.attendance.actions import close_session_attendance, note_attendance, record_attendance
from training.attendance.rules import ON_THE_LIST
from training.enrolments.rules import EnrolmentState
from training.models import Enrolment, Meeting, Session


def load(*, at: datetime) -> None:
    """By the actions of the team: the minutes of the past as they were, then the sessions of this programme."""
    chance = random.Random("attendance")  # noqa: S311 - a drawing, not a secret
    for session in Session.objects.filter(historical=True).prefetch_related("meetings"):
        states = dict(Enrolment.objects.filter(session=session, state__in=ON_THE_LIST).values_list("pk", "state"))
        for meeting in session.meetings.all():
            minutes = {pk: drawn(meeting, state == EnrolmentState.ATTENDED, chance) for pk, state in states.items()}
            record_attendance(meeting, minutes, by=LOADER, at=meeting.ends_at + timedelta(hours=1))
    over = Session.objects.filter(historical=False, ends_at__lt=at - timedelta(days=10), state="published")
    for session in over.prefetch_related("meetings"):
        people = Enrolment.objects.filter(session=session, state__in=ON_THE_LIST).order_by("pk")
        for meeting in session.meetings.all():
            minutes = {row.pk: drawn(meeting, chance.random() < 0.9, chance) for row in people}
            note_attendance(meeting, minutes, by=LOADER, at=meeting.ends_at + timedelta(hours=1))
        close_session_attendance(session, by=LOADER, at=session.ends_at + timedelta(days=1))


def drawn(meeting: Meeting, came: bool, chance: random.Random) -> int:
    """The whole meeting for most; a late arrival for some; nothing, or the first half-hour, for the absent."""
    if not came:
        return chance.choice([0, 0, 0, 0, 30])
    return meeting.minutes - chance.choice([0] * 8 + [5, 10])
