"""Writing a session with all its meetings at once, whichever of its lines comes first."""

from datetime import datetime
from typing import Any

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.imports.registry import Outcome, Values
from registrations.imports.rules import Verdict
from training.enrolments.actions import revise_session
from training.sessions.actions import publish_session, record_session, schedule_session
from training.sessions.models import Session
from training.sessions.rules import Period, SessionState
from training.workbook.errors import OtherLineRefused
from training.workbook.imports.book import Book
from training.workbook.imports.meetings import judge_meeting
from training.workbook.imports.sessions import KEPT, WINDOW, changed_of, judge_session
from training.workbook.imports.trainers import trainers_named


def settle(code: str, known: Book, *, by: Actor, at: datetime, historical: bool) -> None:
    """Write the session of this code, once, through the actions of the admin."""
    if code in known.settled:
        return
    found = _judged_now(code, known)
    for outcome in found.values():
        if outcome.verdict == Verdict.REFUSED:
            raise OtherLineRefused(reason=" ".join(outcome.reasons))
    try:
        _write(code, known, by=by, at=at, historical=historical)
    except DomainError:
        known.forget(code)
        raise
    known.forget(code)
    known.settled[code] = found


def _judged_now(code: str, known: Book) -> dict[int, Outcome]:
    """What each line of the session comes to, just before it is written."""
    line, found = known.session_lines.get(code), {}
    found[0] = judge_session(line, known) if line else Outcome(Verdict.SAME)
    for place, values in known.meeting_lines.get(code, {}).items():
        found[place] = judge_meeting(values, known)
    return found


def _write(code: str, known: Book, *, by: Actor, at: datetime, historical: bool) -> None:
    session, line = known.sessions.get(code), known.session_lines.get(code)
    meetings = sorted(known.periods(code).values(), key=lambda period: period.starts_at)
    if session is None:
        session = _scheduled(line or {}, meetings, known, by=by, at=at, historical=historical)
        asked = None if historical else (line or {}).get("state")
    else:
        names = changed_of(line, session, known) if line else {}
        asked = line["state"] if line and "state" in names else None
        fields = _fields(line or {}, set(names) - {"state", "code", "activity"}, known)
        revise_session(session, meetings=meetings, **fields, by=by, at=at)
    if asked == SessionState.PUBLISHED:
        publish_session(session, by=by, at=at)


def _scheduled(
    line: Values, meetings: list[Period], known: Book, *, by: Actor, at: datetime, historical: bool
) -> Session:
    first = meetings[0].starts_at
    given = {name for name, value in line.items() if name not in KEPT or value is not None}
    fields: dict[str, Any] = {
        "activity": known.activities[line["activity"]],
        "code": line["code"],
        "meetings": meetings,
        "capacity": None,
        "opens_at": first - WINDOW,
        "closes_at": first,
    } | _fields(line, given - {"state", "code", "activity"}, known)
    if historical:
        return record_session(**fields, by=by, at=at)
    return schedule_session(**fields, by=by, at=at)


def _fields(line: Values, names: set[str], known: Book) -> dict[str, Any]:
    fields = {name: line[name] for name in names}
    if "price_cents" in fields:
        fields["price_cents"] = fields["price_cents"] or 0
    if "trainers" in fields:
        fields["trainers"] = trainers_named(fields["trainers"], known)
    return fields
