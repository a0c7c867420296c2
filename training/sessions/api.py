"""The sessions' addresses under `/training`. Seats change with each registration: these answers are never kept."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from registrations.people.requests import actor
from registrations.schemas import Items, page
from training.sessions.queries import public_sessions, visible_session
from training.sessions.schemas import SessionDetailOut, SessionFilters, SessionOut

router = Router()


@router.get("/sessions", response=Items[SessionOut], operation_id="training_sessions")
def list_sessions(request: HttpRequest, filters: Query[SessionFilters]) -> dict[str, Any]:
    """Sessions by date, with their meetings, registration window, seats and price.

    Whoever is signed in also finds the sessions by invitation to which they are invited.
    """
    now, person = timezone.now(), actor(request).person
    rows = public_sessions(filters.wanted(), to=person.pk if person else None, at=now)
    found = page(rows.order_by(filters.order, "id"), filters)
    return found | {"items": [SessionOut.of(session, at=now) for session in found["items"]]}


@router.get("/sessions/{uuid:session_id}", response=SessionDetailOut, operation_id="training_session")
def get_session(request: HttpRequest, session_id: UUID) -> SessionDetailOut:
    """One session."""
    now = timezone.now()
    return SessionDetailOut.of(visible_session(session_id, to=actor(request), at=now), at=now)
