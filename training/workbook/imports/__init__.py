"""One workbook for a programme: its trainers, activities, sessions and meetings, brought and taken away."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy

from registrations.actors import Role
from registrations.imports.registry import Values
from registrations.imports.rules.kinds import Read, Workbook
from training.catalogue.models import Activity, Programme, Trainer
from training.sessions.models import Session
from training.workbook.imports.activities import ActivitySheet
from training.workbook.imports.book import (
    ACTIVITIES,
    MEETINGS,
    SESSIONS,
    TRAINERS,
    Book,
    activities_read,
    sessions_read,
)
from training.workbook.imports.sheets import MeetingSheet, SessionSheet
from training.workbook.imports.trainers import TrainerSheet
from training.workbook.imports.written import Roster, of_activity, of_meeting, of_session, of_trainer


class ProgrammeWorkbook(Workbook):
    """The programme is there already: the sheet of activities names it."""

    kind = "programme-workbook"
    label = gettext_lazy("A programme's workbook: trainers, activities, sessions, meetings")
    roles = frozenset({Role.TRAINING_LEAD})
    sheets = (TrainerSheet(), ActivitySheet(), SessionSheet(), MeetingSheet())
    silent = ("Valeurs permises", "Allowed values")
    order = 49

    def prepare_sheets(self, lines: Mapping[str, Sequence[Read]], *, historical: bool) -> Book:
        return Book.load(lines, historical=historical)


def sheets_of(programme: Programme) -> dict[str, list[Values]]:
    """The programme as the lines of its workbook: imported again, they change nothing."""
    roster = Roster.of(Trainer.objects.all())
    activities = list(activities_read().filter(programme=programme).order_by("title", "pk"))
    sessions = list(sessions_read().filter(activity__programme=programme).order_by("starts_at", "pk"))
    rows: list[Activity | Session] = [*activities, *sessions]
    teaching = {trainer.pk: trainer for row in rows for trainer in row.trainers.all()}
    return {
        TRAINERS: [of_trainer(trainer) for trainer in sorted(teaching.values(), key=lambda one: (one.name, one.pk))],
        ACTIVITIES: [of_activity(activity, roster) for activity in activities],
        SESSIONS: [of_session(session, roster) for session in sessions],
        MEETINGS: [line for session in sessions for line in _meetings(session)],
    }


def _meetings(session: Session) -> Iterator[Values]:
    for place, meeting in enumerate(session.meetings.all(), start=1):
        yield of_meeting(session.code, place, meeting)


KINDS = (ProgrammeWorkbook(),)
