"""One's invitations under `/me`."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from registrations.actors import Via
from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.requests import actor, person_behind
from registrations.schemas import Items, Paging, page
from training.answers.actions import answer
from training.answers.schemas import AnswerIn, InvitationOut
from training.invitations.queries import invitations_of, my_invitation, places_of

me_router = Router()


@me_router.get("/invitations", response=Items[InvitationOut], auth=signed_in, operation_id="me_invitations")
def list_my_invitations(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """One's invitations to sessions, the next session first; those that were withdrawn are not in the list."""
    now, found = timezone.now(), page(invitations_of(person_behind(request)), paging)
    places = places_of(found["items"])
    return found | {"items": [InvitationOut.of(row, place=places.get(row.pk, ""), at=now) for row in found["items"]]}


@me_router.post(
    "/invitations/{uuid:invitation_id}/answer",
    response=InvitationOut,
    auth=signed_in,
    operation_id="me_answer_invitation",
)
def post_answer(request: HttpRequest, invitation_id: UUID, body: AnswerIn) -> Any:
    """Say yes, no or maybe, until the answer is due. *Yes* registers (or joins the waiting list); any other answer
    gives the seat up. A session with a price is ordered instead (`POST /orders`): the order is the answer."""
    me, now = actor(request), timezone.now()

    def act() -> InvitationOut:
        found = my_invitation(invitation_id, by=me)
        answer(found, body.answer, **body.taking, via=Via.API, at=now)
        fresh = my_invitation(invitation_id, by=me)
        return InvitationOut.of(fresh, place=places_of([fresh]).get(fresh.pk, ""), at=now)

    return idempotent(request, act)
