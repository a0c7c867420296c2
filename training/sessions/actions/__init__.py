"""Preparing sessions. What must reach the enrolled people (cancelling, moving) is in `enrolments`, which knows them."""

from training.sessions.actions.copying import Made, Plan, copy_programme, copy_session, plan_of, preview_session
from training.sessions.actions.preparing import (
    add_meetings,
    check_dates,
    open_registration,
    publish_session,
    record_session,
    schedule_session,
)

__all__ = [
    "Made",
    "Plan",
    "add_meetings",
    "check_dates",
    "copy_programme",
    "copy_session",
    "open_registration",
    "plan_of",
    "preview_session",
    "publish_session",
    "record_session",
    "schedule_session",
]
