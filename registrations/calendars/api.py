"""`/me/calendar`: the address of one's feed."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from registrations.calendars.actions import renew_feed
from registrations.calendars.queries import address_of
from registrations.calendars.schemas import CalendarOut
from registrations.people.credentials import signed_in
from registrations.people.requests import actor, person_behind

router = Router(auth=signed_in)


@router.get("/calendar", response=CalendarOut, operation_id="me_calendar", summary="My calendar's address")
def get_calendar(request: HttpRequest) -> CalendarOut:
    return CalendarOut(url=address_of(person_behind(request)))


@router.post("/calendar", response={201: CalendarOut}, operation_id="me_calendar_renew", summary="A new address")
def post_calendar(request: HttpRequest) -> Status[CalendarOut]:
    """The former address opens nothing any more."""
    renew_feed(by=actor(request), at=timezone.now())
    return Status(201, CalendarOut(url=address_of(person_behind(request))))
