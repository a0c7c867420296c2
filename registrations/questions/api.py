"""The answers of one's own registrations: `/training/enrolments/{id}/answers`, `/tickets/{id}/answers`."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from registrations.questions.actions import answer
from registrations.questions.queries import sheet_of
from registrations.questions.schemas import AnswersIn, SheetOut

enrolments_router = Router()
tickets_router = Router()
ENROLMENT, TICKET = "training.enrolment", "registrations.ticket"


@enrolments_router.get(
    "/{uuid:enrolment_id}/answers", response=SheetOut, auth=signed_in, operation_id="training_enrolment_answers"
)
def get_enrolment_answers(request: HttpRequest, enrolment_id: UUID) -> SheetOut:
    """What one is asked for a session, and what one answered; for the person registered alone."""
    return _sheet(request, ENROLMENT, enrolment_id)


@enrolments_router.put(
    "/{uuid:enrolment_id}/answers", response=SheetOut, auth=signed_in, operation_id="training_answer_enrolment"
)
def put_enrolment_answers(request: HttpRequest, enrolment_id: UUID, body: AnswersIn) -> Any:
    """Answer, or correct, until the session begins."""
    return _answer(request, ENROLMENT, enrolment_id, body)


@tickets_router.get("/{uuid:ticket_id}/answers", response=SheetOut, auth=signed_in, operation_id="tickets_answers")
def get_ticket_answers(request: HttpRequest, ticket_id: UUID) -> SheetOut:
    """What one is asked for a ticket, and what one answered; for the person named on it alone."""
    return _sheet(request, TICKET, ticket_id)


@tickets_router.put("/{uuid:ticket_id}/answers", response=SheetOut, auth=signed_in, operation_id="tickets_answer")
def put_ticket_answers(request: HttpRequest, ticket_id: UUID, body: AnswersIn) -> Any:
    """Answer, or correct, until the colloquium begins."""
    return _answer(request, TICKET, ticket_id, body)


def _sheet(request: HttpRequest, kind: str, uuid: UUID) -> SheetOut:
    return SheetOut.of(sheet_of(kind, uuid, by=actor(request), at=timezone.now()))


def _answer(request: HttpRequest, kind: str, uuid: UUID, body: AnswersIn) -> Any:
    def act() -> SheetOut:
        given = {"consented": body.sensitive_consent, "by": actor(request), "at": timezone.now()}
        answer((kind, uuid), body.given, **given)
        return _sheet(request, kind, uuid)

    return idempotent(request, act)
