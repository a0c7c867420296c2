"""What changes the attendance: noting it, correcting it, closing a session's."""

from training.attendance.actions.closing import close_session_attendance
from training.attendance.actions.joining import import_join_links
from training.attendance.actions.links import (
    enter_code,
    note_by_trainer,
    open_trainer_link,
    revoke_trainer_link,
    show_code,
)
from training.attendance.actions.noting import note_attendance, note_replay, record_attendance
from training.attendance.actions.reporting import apply_report, check_report, decide_names

__all__ = [
    "apply_report",
    "check_report",
    "close_session_attendance",
    "decide_names",
    "enter_code",
    "import_join_links",
    "note_attendance",
    "note_by_trainer",
    "note_replay",
    "open_trainer_link",
    "record_attendance",
    "revoke_trainer_link",
    "show_code",
]
