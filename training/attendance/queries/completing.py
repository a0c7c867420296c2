"""Who completed what, for any number of enrolments in three statements."""

from collections import defaultdict
from collections.abc import Iterable

from training.attendance.models import Attendance
from training.attendance.rules import Completion, Presence, Rule, completion
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Meeting, Session

Noted = dict[int, tuple[int, int]]
"""By meeting: minutes attended, minutes of replay."""


def completions(enrolments: Iterable[Enrolment]) -> dict[int, Completion]:
    """By key of enrolment: minutes attended, minutes planned, completed or not.

    An enrolment of the past that was imported as attended, without its minutes, counts for the whole session.
    """
    rows = list(enrolments)
    sessions = {row.session_id for row in rows}
    meetings, rules, noted = _meetings(sessions), _rules(sessions), _noted([row.pk for row in rows])
    return {
        row.pk: _completion(row, meetings[row.session_id], rules[row.session_id], noted.get(row.pk)) for row in rows
    }


def _completion(enrolment: Enrolment, meetings: list[Meeting], rule: Rule, noted: Noted | None) -> Completion:
    planned = sum(meeting.minutes for meeting in meetings)
    if noted is None and enrolment.historical:
        attended = enrolment.state == EnrolmentState.ATTENDED
        return Completion(planned if attended else 0, planned, attended)
    return completion([_presence(meeting, noted or {}) for meeting in meetings], rule)


def _presence(meeting: Meeting, noted: Noted) -> Presence:
    minutes, replay = noted.get(meeting.pk, (0, 0))
    return Presence(meeting.minutes, minutes, replay, mandatory=meeting.mandatory)


def _meetings(sessions: set[int]) -> dict[int, list[Meeting]]:
    found: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in Meeting.objects.filter(session__in=sessions):
        found[meeting.session_id].append(meeting)
    return found


def _rules(sessions: set[int]) -> dict[int, Rule]:
    rows = Session.objects.filter(pk__in=sessions).order_by()
    found = rows.values_list("pk", "activity__completion_percent", "activity__replay_counts")
    return {pk: Rule(percent, replay) for pk, percent, replay in found}


def _noted(enrolments: list[int]) -> dict[int, Noted]:
    found: dict[int, Noted] = defaultdict(dict)
    rows = Attendance.objects.live().filter(enrolment__in=enrolments).order_by()
    for enrolment, meeting, minutes, replay in rows.values_list("enrolment", "meeting", "minutes", "replay_minutes"):
        found[enrolment][meeting] = minutes, replay
    return dict(found)
