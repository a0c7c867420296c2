"""Closing a session's attendance: everybody who had a seat attended, or was absent."""

from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal import actions as journal
from training.attendance.actions.settling import settle
from training.attendance.errors import NothingNoted, NotOver
from training.attendance.models import Attendance
from training.attendance.rules import ON_THE_LIST
from training.catalogue.rules import may_manage_training
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Session


@transaction.atomic
def close_session_attendance(session: Session, *, by: Actor, at: datetime) -> dict[str, int]:
    """Say of each person with a seat whether they attended, by the activity's rule; how many of each state.

    Closing again settles anew. Raises `NotOver`, and `NothingNoted` while nobody was noted.
    """
    if not may_manage_training(by):
        raise Forbidden()
    if at < session.ends_at:
        raise NotOver(ends=session.ends_at)
    if not Attendance.objects.live().filter(meeting__session=session).exists():
        raise NothingNoted()
    rows = Enrolment.objects.select_for_update(no_key=True, of=("self",)).filter(session=session)
    people = list(rows.filter(state__in=ON_THE_LIST).select_related("session").order_by("pk"))
    told = settle(people, by=by, at=at)
    counts = {str(state): told.get(state, 0) for state in (EnrolmentState.ATTENDED, EnrolmentState.ABSENT)}
    journal.log(session, "training.close_attendance", by=by, at=at, **counts)
    return counts
