"""Telling the people in a session, and their calendars, that something moved."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from registrations.messages.actions import Telling, tell_each_later
from training.catalogue.models import Activity
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState, change_waits
from training.sessions.models import Session
from training.sessions.rules import SessionState


def tell_change(session: Session, *, at: datetime) -> None:
    """A new calendar file to those who have one, under the next sequence number; edits made together are told once."""
    Session.objects.filter(pk=session.pk).update(sequence=F("sequence") + 1, revised_at=at)
    session.refresh_from_db(fields=["sequence", "revised_at"])
    if session.historical or session.state != SessionState.PUBLISHED or session.ends_at <= at:
        return
    rows = Enrolment.objects.filter(session=session, state=EnrolmentState.CONFIRMED).select_related("person")
    _tell(rows, session, mark=f"{session.sequence}", at=at)


def tell_mode(activity: Activity, at: datetime) -> None:
    """An activity is not given where it was: every session of it to come is told."""
    for session in activity.sessions.filter(state=SessionState.PUBLISHED, ends_at__gt=at):
        tell_change(session, at=at)


def tell_own_links(session: Session, changed: Iterable[int], *, at: datetime) -> None:
    """The links of these enrolments, theirs alone, changed: their calendars follow, and nobody else's."""
    rows = Enrolment.objects.filter(pk__in=list(changed), state=EnrolmentState.CONFIRMED).select_related("person")
    rows.update(sequence=F("sequence") + 1)
    if session.historical or session.state != SessionState.PUBLISHED or session.ends_at <= at:
        return
    _tell(rows, session, mark=f"link:{at.isoformat()}", at=at)


def _tell(rows: Iterable[Enrolment], session: Session, *, mark: str, at: datetime) -> None:
    tellings = [
        Telling(row.uuid, row.person, "", row.person.language, f"session-changed:{row.uuid}:{mark}") for row in rows
    ]
    tell_each_later("session-changed", tellings, wait=change_waits(at, starts_at=session.starts_at), at=at)
