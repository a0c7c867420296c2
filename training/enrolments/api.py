"""The enrolments' addresses under `/training`, and one's own under `/me`."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Body, Query, Router, Status

from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.requests import actor
from registrations.schemas import Items, Paging, page
from training.enrolments.actions import accept_offer, cancel_enrolment, decline_offer, enrol
from training.enrolments.mails import calendar_of
from training.enrolments.queries import enrolment_for, enrolments_of
from training.enrolments.schemas import EnrolIn, EnrolmentOut
from training.sessions.queries import visible_session

router = Router()
me_router = Router()


@router.post(
    "/sessions/{uuid:session_id}/enrolments",
    response={201: EnrolmentOut},
    auth=signed_in,
    operation_id="training_enrol",
)
def create_enrolment(request: HttpRequest, session_id: UUID, body: EnrolIn | None = Body(None)) -> Any:
    """Register oneself: a seat, or a place on the waiting list (`state` says which)."""
    me, person, now = actor(request), _person(request), timezone.now()

    def act() -> Status[EnrolmentOut]:
        session = visible_session(session_id, to=me, at=now)
        return Status(201, EnrolmentOut.of(enrol(session=session, person=person, by=me, at=now)))

    return idempotent(request, act)


@router.get(
    "/enrolments/{uuid:enrolment_id}",
    response=EnrolmentOut,
    auth=signed_in,
    operation_id="training_enrolment",
)
def get_enrolment(request: HttpRequest, enrolment_id: UUID) -> EnrolmentOut:
    """One enrolment, for its person, their registrar or the team."""
    return EnrolmentOut.of(enrolment_for(enrolment_id, by=actor(request), at=timezone.now()))


@router.get("/enrolments/{uuid:enrolment_id}.ics", auth=signed_in, operation_id="training_enrolment_calendar")
def get_calendar(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """The calendar file (RFC 5545): one event per meeting."""
    content = calendar_of(enrolment_for(enrolment_id, by=actor(request), at=timezone.now()))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@router.post(
    "/enrolments/{uuid:enrolment_id}/cancel",
    response=EnrolmentOut,
    auth=signed_in,
    operation_id="training_cancel_enrolment",
)
def post_cancel(request: HttpRequest, enrolment_id: UUID) -> Any:
    """Give up the seat, or the place in line."""
    return _change(request, enrolment_id, cancel_enrolment)


@router.post(
    "/enrolments/{uuid:enrolment_id}/accept",
    response=EnrolmentOut,
    auth=signed_in,
    operation_id="training_accept_offer",
)
def post_accept(request: HttpRequest, enrolment_id: UUID) -> Any:
    """Accept the seat offered from the waiting list."""
    return _change(request, enrolment_id, accept_offer)


@router.post(
    "/enrolments/{uuid:enrolment_id}/decline",
    response=EnrolmentOut,
    auth=signed_in,
    operation_id="training_decline_offer",
)
def post_decline(request: HttpRequest, enrolment_id: UUID) -> Any:
    """Leave the offered seat to the next person."""
    return _change(request, enrolment_id, decline_offer)


@me_router.get("/enrolments", response=Items[EnrolmentOut], auth=signed_in, operation_id="me_enrolments")
def list_my_enrolments(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """One's own enrolments, the latest session first."""
    found = page(enrolments_of(_person(request)), paging)
    return found | {"items": [EnrolmentOut.of(enrolment) for enrolment in found["items"]]}


def _change(request: HttpRequest, enrolment_id: UUID, act: Any) -> Any:
    me, now = actor(request), timezone.now()

    def change() -> EnrolmentOut:
        return EnrolmentOut.of(act(enrolment_for(enrolment_id, by=me, at=now), by=me, at=now))

    return idempotent(request, change)


def _person(request: HttpRequest) -> User:
    person = actor(request).person
    assert person is not None  # noqa: S101 - `signed_in` let them in
    return person
