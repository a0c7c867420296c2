"""Pure rules of the attendance."""

from training.attendance.rules.completion import Completion, Presence, Rule, completion
from training.attendance.rules.instants import instant
from training.attendance.rules.intervals import clipped, minutes_in, union
from training.attendance.rules.links import (
    LINK_LASTS,
    MOST_TRIES,
    SHOWN_AFTER,
    SHOWN_BEFORE,
    TRIES_SECONDS,
    new_code,
    same_code,
    secret_of,
)
from training.attendance.rules.matching import Found, Match, Seat, match, remembered_key
from training.attendance.rules.reports import Connected, Report, overlaps, read_report
from training.attendance.rules.sources import NOTED_FROM, ON_THE_LIST, Source, overrides

__all__ = [
    "LINK_LASTS",
    "MOST_TRIES",
    "NOTED_FROM",
    "ON_THE_LIST",
    "SHOWN_AFTER",
    "SHOWN_BEFORE",
    "TRIES_SECONDS",
    "Completion",
    "Connected",
    "Found",
    "Match",
    "Presence",
    "Report",
    "Rule",
    "Seat",
    "Source",
    "clipped",
    "completion",
    "instant",
    "match",
    "minutes_in",
    "new_code",
    "overlaps",
    "overrides",
    "read_report",
    "remembered_key",
    "same_code",
    "secret_of",
    "union",
]
