"""The questions of ticket types: of which tickets, and until when they are answered."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.caching.actions import bump
from registrations.colloquium.models import Ticket, TicketState, TicketType
from registrations.questions.models import Question
from registrations.questions.queries import lacking, questions_of, to_answer
from registrations.questions.registry import Registered, Registrations, Subject

SUBJECT, TICKET = "registrations.tickettype", "registrations.ticket"


def _note(uuid: UUID, asks: bool) -> None:
    TicketType.objects.filter(uuid=uuid).update(has_questions=asks)
    bump("colloquium")


def _live(uuid: UUID) -> "QuerySet[Ticket]":
    rows = Ticket.objects.filter(ticket_type__uuid=uuid, person__isnull=False).exclude(state=TicketState.CANCELLED)
    return rows.select_related("person").order_by("person__family_name", "person__given_name", "pk")


def find(uuid: UUID) -> Registered | None:
    """A live ticket in somebody's name."""
    rows = Ticket.objects.select_related("person", "ticket_type", "colloquium").exclude(state=TicketState.CANCELLED)
    ticket = rows.filter(uuid=uuid).first()
    return registered(ticket) if ticket else None


def registered(ticket: Ticket) -> Registered | None:
    """The same, from its row."""
    if ticket.person is None:
        return None
    return Registered(
        kind=TICKET,
        row=ticket,
        person=ticket.person,
        title=f"{ticket.colloquium.title} – {ticket.ticket_type.name}",
        subjects=((SUBJECT, ticket.ticket_type.uuid),) if ticket.ticket_type.has_questions else (),
        until=make_aware(datetime.combine(ticket.colloquium.starts_on, time.min)),
        back=reverse("colloquium:my_tickets"),
    )


def without_answers(tickets: Sequence[Ticket]) -> set[UUID]:
    """Those in which a required answer is missing; nothing is read when none of their types asks any."""
    asked = {row.uuid: ((SUBJECT, row.ticket_type.uuid),) for row in tickets if row.ticket_type.has_questions}
    return lacking(asked) if asked else set()


def questions_by_type(types: Sequence[TicketType]) -> dict[UUID, list[Question]]:
    """By ticket type, what it asks; one statement, none when none asks anything."""
    found: dict[UUID, list[Question]] = {kind.uuid: [] for kind in types}
    for question in questions_of((SUBJECT, kind.uuid) for kind in types if kind.has_questions):
        found[question.subject_uuid].append(question)
    return found


def questions_waiting(ticket: Ticket) -> list[str]:
    """What a mail says when its person has questions to answer: whoever ordered did not answer for them."""
    address = to_answer(registered(ticket), own=False)
    said = gettext("The people who prepare the colloquium have questions for you. Answer them here: %(link)s")
    return [said % {"link": f"{settings.SITE_URL}{address}"}] if address else []


def _over(day: date) -> "QuerySet[Any]":
    ended = Q(colloquium__ends_on__lte=day) | Q(state=TicketState.CANCELLED)
    return Ticket.objects.filter(ended).order_by().values("uuid")


SUBJECTS = {
    SUBJECT: Subject(
        label=_("Ticket type"),
        rows=TicketType.objects.all,
        note=_note,
        keepers=(Role.EVENT_LEAD,),
        about=TICKET,
        registered=_live,
    )
}
REGISTRATIONS = {TICKET: Registrations("colloque", find, _over)}
