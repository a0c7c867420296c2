"""Asking for a resource, and following one's requests."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from cms.access_requests.actions import ask_access, cancel_request, reply_to_question
from cms.access_requests.queries import request_of, requests_of
from cms.access_requests.schemas import AccessRequestIn, AccessRequestOut, ReplyIn
from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.requests import actor, person_behind
from registrations.schemas import Items, Paging, Slug, page

router = Router()
me_router = Router()


@router.post(
    "/resources/{slug}/access-requests",
    response={201: AccessRequestOut},
    auth=signed_in,
    operation_id="library_ask_access",
)
def create_access_request(request: HttpRequest, slug: Slug, body: AccessRequestIn) -> Any:
    """Ask for a resource that one sees and may not download; answered within ten days."""
    me, now = person_behind(request), timezone.now()

    def act() -> Status[AccessRequestOut]:
        made = ask_access(me, slug=slug, reason=body.reason, by=actor(request), at=now)
        return Status(201, AccessRequestOut.of(made))

    return idempotent(request, act)


@me_router.get("/access-requests", response=Items[AccessRequestOut], auth=signed_in, operation_id="me_access_requests")
def list_access_requests(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    """The resources that one asked for, the latest first."""
    found = page(requests_of(person_behind(request)), asked)
    return found | {"items": [AccessRequestOut.of(row) for row in found["items"]]}


@me_router.post(
    "/access-requests/{id}/reply", response=AccessRequestOut, auth=signed_in, operation_id="me_access_request_reply"
)
def reply(request: HttpRequest, id: UUID, body: ReplyIn) -> AccessRequestOut:  # noqa: A002  # the contract's name
    """Answer the library's question."""
    row = request_of(person_behind(request), id)
    return AccessRequestOut.of(reply_to_question(row, reply=body.reply, by=actor(request), at=timezone.now()))


@me_router.post(
    "/access-requests/{id}/cancel", response=AccessRequestOut, auth=signed_in, operation_id="me_access_request_cancel"
)
def cancel(request: HttpRequest, id: UUID) -> AccessRequestOut:  # noqa: A002  # the contract's name
    """Withdraw a request that waits."""
    row = request_of(person_behind(request), id)
    return AccessRequestOut.of(cancel_request(row, by=actor(request), at=timezone.now()))
