"""The sheet of meetings: what is wrong with a line, and what it changes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.dates import MONTREAL, spelled_day
from registrations.imports.registry import Outcome, Values, refused
from registrations.imports.rules import Verdict
from training.catalogue.models import Programme
from training.sessions.rules import Period, SessionState
from training.workbook.imports.book import SESSIONS, Book, ended
from training.workbook.imports.lines import MeetingSheetLines
from training.workbook.imports.written import differences, judged, of_meeting


def judge_meeting(values: Values, known: Book) -> Outcome:
    """The verdict on a line of a meeting."""
    if reasons := list(_reasons(values, known)):
        return refused(*reasons)
    changed = changed_of(values, known)
    if changed is None:
        return Outcome(Verdict.NEW)
    outcome = judged(changed)
    return Outcome(outcome.verdict, [*outcome.reasons, *_told(changed, values["session"], known)])


def changed_of(values: Values, known: Book) -> dict[str, str] | None:
    """What the line changes of its meeting; None for a new one."""
    code, place = values["session"], values["position"]
    meeting = known.meetings_there(code).get(place)
    if meeting is None:
        return None
    said = {**values, "ends_at": ended(values["starts_at"], values["ends_at"])}
    return differences(MeetingSheetLines, said, of_meeting(code, place, meeting))


def _told(changed: dict[str, str], code: str, known: Book) -> list[str]:
    """Whoever sits in a published session learns of any change of its meetings."""
    session = known.sessions[code]
    count = session.pool.taken
    if not changed.keys() - {"mandatory"} or not count or session.historical or session.state != SessionState.PUBLISHED:
        return []
    return [ngettext("%(count)s person will be told.", "%(count)s people will be told.", count) % {"count": count}]


def _reasons(values: Values, known: Book) -> Iterator[str]:
    code, place, session = values["session"], values["position"], known.sessions.get(values["session"])
    if session is None and code not in known.session_lines:
        said = {"code": code, "sheet": SESSIONS}
        yield _("The session “%(code)s” is unknown: add it on the sheet “%(sheet)s”, or mend its code.") % said
        return
    if session is not None and session.activity.programme != known.programme:
        yield _("The session “%(code)s” is of another programme: use its own workbook.") % {"code": code}
        return
    starts_at, ends_at = values["starts_at"], ended(values["starts_at"], values["ends_at"])
    if ends_at <= starts_at:
        yield _("The meeting ends before it starts: mend its start or its end.")
        return
    yield from _within(starts_at, ends_at, known.programme)
    yield from _overlapping(place, known.periods(code))
    yield from _numbered(code, place, known)
    yield from _settled_by_attendance(values, known)


def _within(starts_at: datetime, ends_at: datetime, programme: Programme | None) -> Iterator[str]:
    if programme is None:
        return
    first, last = starts_at.astimezone(MONTREAL).date(), ends_at.astimezone(MONTREAL).date()
    if first < programme.starts_on or last >= programme.ends_on:
        days = {"first": programme.starts_on, "last": programme.ends_on - timedelta(days=1)}
        said = {name: spelled_day(day, "fr", weekday=False) for name, day in days.items()}
        yield _("The meeting is out of the programme (from %(first)s to %(last)s): mend its date.") % said


def _overlapping(place: int, periods: dict[int, Period]) -> Iterator[str]:
    mine = periods[place]
    for other, period in periods.items():
        if other != place and period.starts_at < mine.ends_at and mine.starts_at < period.ends_at:
            yield _("It overlaps meeting %(number)s of the same session: mend one of the two.") % {"number": other}
            return


def _numbered(code: str, place: int, known: Book) -> Iterator[str]:
    """Places follow each other from 1."""
    there = set(known.meetings_there(code)) | set(known.meeting_lines.get(code, {}))
    if place > 1 and place - 1 not in there:
        said = {"number": place, "before": place - 1}
        yield _("There is a meeting %(number)s and no meeting %(before)s: number them from 1, without a gap.") % said


def _settled_by_attendance(values: Values, known: Book) -> Iterator[str]:
    meeting = known.meetings_there(values["session"]).get(values["position"])
    if meeting is not None and getattr(meeting, "noted", False) and meeting.starts_at != values["starts_at"]:
        yield _("The attendance of this meeting is noted: its start stays. Put it back as it was.")
