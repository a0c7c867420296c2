"""The sheets of sessions and meetings, which are written together."""

from datetime import datetime

from registrations.actors import Actor
from registrations.imports.registry import Outcome, Values
from registrations.imports.rules.kinds import SheetKind
from training.workbook.imports.book import MEETINGS, SESSIONS, Book
from training.workbook.imports.lines import MeetingSheetLines, SessionSheetLines
from training.workbook.imports.meetings import judge_meeting
from training.workbook.imports.sessions import judge_session
from training.workbook.imports.settling import settle


class SessionSheet(SheetKind):
    """A session is found by its code, and written at once with its meetings: people are told once."""

    kind, title, also = "workbook-sessions", SESSIONS, "Sessions"
    lines = SessionSheetLines
    key = ("code",)

    def check(self, values: Values, known: Book, *, historical: bool) -> Outcome:  # noqa: ARG002 - the same in both modes
        settled = known.settled.get(values["code"])
        return settled[0] if settled else judge_session(values, known)

    def apply(self, values: Values, known: Book, *, by: Actor, at: datetime, historical: bool) -> None:
        settle(values["code"], known, by=by, at=at, historical=historical)


class MeetingSheet(SheetKind):
    """A meeting is found by its place in its session: 1 is the first. One that the sheet leaves out stays as it is."""

    kind, title, also = "workbook-meetings", MEETINGS, "Meetings"
    lines = MeetingSheetLines
    key = ("session", "position")

    def check(self, values: Values, known: Book, *, historical: bool) -> Outcome:  # noqa: ARG002 - the same in both modes
        settled = known.settled.get(values["session"])
        return settled[values["position"]] if settled else judge_meeting(values, known)

    def apply(self, values: Values, known: Book, *, by: Actor, at: datetime, historical: bool) -> None:
        settle(values["session"], known, by=by, at=at, historical=historical)
