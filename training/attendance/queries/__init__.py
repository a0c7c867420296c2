"""Reading the attendance."""

from training.attendance.queries.completing import completions
from training.attendance.queries.lists import (
    address_of,
    code_taken_now,
    link_behind,
    list_of,
    meetings_of,
    progress,
    seat_of,
    session_to_note,
    sessions_taught,
    states_of,
    to_close,
)
from training.attendance.queries.matching import (
    lines_to_review,
    on_the_list,
    own_links,
    registrants,
    report_to_review,
    seats_for,
)

__all__ = [
    "address_of",
    "code_taken_now",
    "completions",
    "lines_to_review",
    "link_behind",
    "list_of",
    "meetings_of",
    "on_the_list",
    "own_links",
    "progress",
    "registrants",
    "report_to_review",
    "seat_of",
    "seats_for",
    "session_to_note",
    "sessions_taught",
    "states_of",
    "to_close",
]
