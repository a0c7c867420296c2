"""Importing sessions: one line per meeting, grouped by the session's code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor, Role
from registrations.imports.registry import (
    Column,
    ImportKind,
    Lines,
    Outcome,
    Values,
    changes,
    compared,
    given,
    refused,
)
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Choice, Instant, Money, Text, Url, Whole
from training.catalogue.imports import Slug
from training.catalogue.models import Activity
from training.enrolments.actions import add_meeting, change_session, resize_session
from training.sessions.actions import publish_session, record_session, schedule_session
from training.sessions.models import Session
from training.sessions.rules import Period, SessionState, Visibility

STATES: dict[str, str] = {"Publiée": SessionState.PUBLISHED, "Brouillon": SessionState.DRAFT}
RULES = ("cap_per_organisation", "minimum", "visibility")
FIELDS = ("opens_at", "closes_at", "place", "join_url", "price_cents", "cancel_hours", *RULES)
VISIBILITIES: dict[str, str] = {
    "Publique": Visibility.PUBLIC,
    "Non répertoriée": Visibility.UNLISTED,
    "Sur invitation": Visibility.INVITATION,
}
WINDOW = timedelta(days=30)


class SessionLines(Lines):
    code = Column("Code", example="PACME-012-A", required=True, cell=Text(40))
    activity = Column("Activité", example="intervenir-a-distance", required=True, cell=Slug(80))
    starts_at = Column("Début", example="2026-10-20 9:00", required=True, cell=Instant())
    ends_at = Column("Fin", example="2026-10-20 12:00", required=True, cell=Instant())
    capacity = Column("Places", example="35", cell=Whole(0, 100_000))
    opens_at = Column("Ouverture des inscriptions", example="2026-09-22 9:00", cell=Instant())
    closes_at = Column("Fermeture des inscriptions", example="2026-10-19 17:00", cell=Instant())
    place = Column("Lieu", example="100, rue de l'Exemple, Montréal", cell=Text(200))
    join_url = Column("Lien", example="https://visio.example/abc", cell=Url())
    price_cents = Column("Prix", example="0", cell=Money())
    cancel_hours = Column("Annulation (heures avant)", example="24", cell=Whole(0, 1_000))
    cap_per_organisation = Column("Places par organisme", example="5", cell=Whole(1, 10_000))
    minimum = Column("Minimum pour la tenir", example="8", cell=Whole(1, 10_000))
    visibility = Column("Visibilité", example="Publique", cell=Choice(VISIBILITIES))
    state = Column("État", example="Publiée", cell=Choice(STATES, empty=SessionState.PUBLISHED))


@dataclass(slots=True)
class Known:
    """Activities by slug, sessions by code, and the starts of their meetings."""

    activities: dict[str, Activity]
    sessions: dict[str, Session]
    meetings: dict[str, set[datetime]]


class SessionImport(ImportKind):
    """The first line of a code schedules the session; each further one adds a meeting to it."""

    kind = "sessions"
    label = gettext_lazy("Sessions and their meetings")
    lines = SessionLines
    roles = frozenset({Role.TRAINING_LEAD})
    key = ("code", "starts_at")
    order = 52

    def prepare(self, lines: Sequence[Values]) -> Known:
        codes = {values["code"] for values in lines}
        sessions = (
            Session.objects.filter(code__in=codes).select_related("activity", "pool").prefetch_related("meetings")
        )
        return Known(
            {activity.slug: activity for activity in Activity.objects.all()},
            {session.code: session for session in sessions},
            {session.code: {meeting.starts_at for meeting in session.meetings.all()} for session in sessions},
        )

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - the same in both modes
        activity, session = known.activities.get(values["activity"]), known.sessions.get(values["code"])
        if activity is None:
            return refused(_("The activity “%(slug)s” is unknown.") % {"slug": values["activity"]})
        if values["ends_at"] <= values["starts_at"]:
            return refused(_("The end must come after the start."))
        if session is not None and session.activity_id != activity.pk:
            return refused(_("This session belongs to another activity."))
        if session is None or values["starts_at"] not in known.meetings[session.code]:
            return Outcome(Verdict.NEW)
        return Outcome(Verdict.UPDATE) if _resized(session, values) else compared(session, **_fields(values))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:
        session = known.sessions.get(values["code"])
        if session is None:
            session = self._schedule(values, known, by=by, at=at, historical=historical)
        elif values["starts_at"] not in known.meetings[session.code]:
            add_meeting(session, _period(values), by=by, at=at)
        else:
            change_session(session, **changes(session, **_fields(values)), by=by, at=at)
            if _resized(session, values):
                resize_session(session, capacity=values["capacity"], by=by, at=at)
                session.pool.refresh_from_db()
        known.sessions[session.code] = session
        known.meetings.setdefault(session.code, set()).add(values["starts_at"])

    def _schedule(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> Session:
        starts_at = values["starts_at"]
        fields: dict[str, Any] = {
            "activity": known.activities[values["activity"]],
            "code": values["code"],
            "meetings": [_period(values)],
            "capacity": values.get("capacity"),
            "opens_at": starts_at - WINDOW,
            "closes_at": starts_at,
        } | _fields(values)
        if historical:
            return record_session(**fields, by=by, at=at)
        session = schedule_session(**fields, by=by, at=at)
        if values.get("state", SessionState.PUBLISHED) == SessionState.PUBLISHED:
            publish_session(session, by=by, at=at)
        return session


def _fields(values: Values) -> dict[str, Any]:
    """What the line gives of the session; an empty cell leaves what is, or the default."""
    return {name: value for name, value in given(values, FIELDS).items() if value not in {None, ""}}


def _resized(session: Session, values: Values) -> bool:
    return "capacity" in values and not session.historical and session.pool.capacity != values["capacity"]


def _period(values: Values) -> Period:
    return Period(values["starts_at"], values["ends_at"])
