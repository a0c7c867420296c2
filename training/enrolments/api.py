"""The enrolments' addresses under `/training`, and one's own under `/me`."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.requests import actor
from registrations.schemas import Items, Paging, page
from training.enrolments.actions import accept_offer, cancel_enrolment, decline_offer, move_enrolment
from training.enrolments.documents import calendar_of
from training.enrolments.queries import enrolment_for, enrolments_of, joinings, joinings_for
from training.enrolments.schemas import EnrolmentOut, MoveIn, MyEnrolmentOut
from training.sessions.queries import visible_session

router = Router()
me_router = Router()


@router.get(
    "/enrolments/{uuid:enrolment_id}",
    response=MyEnrolmentOut,
    auth=signed_in,
    operation_id="training_enrolment",
)
def get_enrolment(request: HttpRequest, enrolment_id: UUID) -> MyEnrolmentOut:
    """One enrolment with its meetings, for its person, their registrar or the team."""
    me = actor(request)
    found = enrolment_for(enrolment_id, by=me, at=timezone.now())
    return MyEnrolmentOut.with_meetings(found, joinings_for(found, to=me))


@router.get("/enrolments/{uuid:enrolment_id}.ics", auth=signed_in, operation_id="training_enrolment_calendar")
def get_calendar(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """The calendar file (RFC 5545): one event per meeting."""
    me = actor(request)
    content = calendar_of(enrolment_for(enrolment_id, by=me, at=timezone.now()), to=me)
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


@router.post(
    "/enrolments/{uuid:enrolment_id}/move",
    response={201: EnrolmentOut},
    auth=signed_in,
    operation_id="training_move_enrolment",
)
def post_move(request: HttpRequest, enrolment_id: UUID, body: MoveIn) -> Any:
    """Move to another session of the same activity: the new place is taken and this one freed together, or nothing
    changes. The answer is the registration there."""
    me, now = actor(request), timezone.now()

    def act() -> Status[Any]:
        found = enrolment_for(enrolment_id, by=me, at=now)
        to = visible_session(body.session, to=me, at=now)
        return Status(201, EnrolmentOut.of(move_enrolment(found, to=to, by=me, at=now, wait=body.wait), to=me.person))

    return idempotent(request, act)


@me_router.get("/enrolments", response=Items[MyEnrolmentOut], auth=signed_in, operation_id="me_enrolments")
def list_my_enrolments(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """One's own enrolments with their meetings, the latest session first."""
    found = page(enrolments_of(_person(request)), paging)
    meetings = joinings(found["items"])
    return found | {"items": [MyEnrolmentOut.with_meetings(row, meetings[row.pk]) for row in found["items"]]}


def _change(request: HttpRequest, enrolment_id: UUID, act: Any) -> Any:
    me, now = actor(request), timezone.now()

    def change() -> EnrolmentOut:
        return EnrolmentOut.of(act(enrolment_for(enrolment_id, by=me, at=now), by=me, at=now), to=me.person)

    return idempotent(request, change)


def _person(request: HttpRequest) -> User:
    person = actor(request).person
    assert person is not None  # noqa: S101 - `signed_in` let them in
    return person
