"""Asking, answering, replying: the reader's and the librarian's acts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cms.access_requests.errors import (
    AlreadyAsked,
    AlreadyOpenToYou,
    AnswerMissing,
    MayNotAnswer,
    NoSuchRequest,
    Suspended,
    TooLong,
    TooManyAsked,
    WhyMissing,
)
from cms.access_requests.models import AccessRequest
from cms.access_requests.queries import asked_since, librarians, open_request, waiting
from cms.access_requests.rules import (
    LONGEST,
    MOST_A_DAY,
    MOST_OPEN,
    NEXT,
    OPEN,
    RequestState,
    answer_by,
    may_answer,
    reminds,
)
from cms.diffusion.models import Verb
from cms.diffusion.rules import Reason
from cms.library.actions import grant_access
from cms.library.queries import reader, record
from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.people.models import User
from registrations.states import move

OPENED = (Verb.SEE, Verb.READ, Verb.DOWNLOAD)


@transaction.atomic
def ask_access(person: User, *, slug: str, reason: str, by: Actor, at: datetime) -> AccessRequest:
    """Ask for a work that one sees and may not download. Raises `NoSuchResource` for what one may not know."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    asking = reader(person, at=at)
    found = record(slug, asking, at=at)
    if found.access.allowed:
        raise AlreadyOpenToYou()
    if found.access.reason == Reason.NARROWED:
        raise Suspended()
    if not reason.strip():
        raise WhyMissing()
    if open_request(person, found.resource):
        raise AlreadyAsked()
    _expect_few(person, at=at)
    with constraint_means(AccessRequest, "accessrequest_one_open_per_resource", AlreadyAsked()):
        request = AccessRequest.objects.create(
            resource=found.resource,
            person=person,
            organisation_id=next(iter(asking.organisations), None),
            reason=reason.strip(),
            asked_at=at,
            answer_by=answer_by(localdate(at)),
        )
    log(request, "access_requests.ask_access", by=by, at=at)
    tell("access-received", about=request, to=person, at=at)
    _tell_librarians("access-asked", request, at=at)
    return request


@transaction.atomic
def grant_request(
    request: AccessRequest, *, ends_at: datetime, by: Actor, at: datetime, answer: str = ""
) -> AccessRequest:
    """Open the work to whoever asked, until an instant within a year."""
    _allow(by)
    if ends_at > at + LONGEST:
        raise TooLong()
    grant = grant_access(
        request.resource,
        person=request.person,
        verbs=OPENED,
        reason=request.reason[:300],
        starts_at=at,
        ends_at=ends_at,
        by=by,
        at=at,
    )
    _move(request, RequestState.GRANTED, grant=grant, answer=answer.strip(), answered_at=at)
    return _answered(request, "access-granted", by=by, at=at)


@transaction.atomic
def refuse_request(request: AccessRequest, *, answer: str, by: Actor, at: datetime) -> AccessRequest:
    """Say no, and why."""
    _allow(by)
    if not answer.strip():
        raise AnswerMissing()
    _move(request, RequestState.REFUSED, answer=answer.strip(), answered_at=at)
    return _answered(request, "access-refused", by=by, at=at)


@transaction.atomic
def question_request(request: AccessRequest, *, question: str, by: Actor, at: datetime) -> AccessRequest:
    """Ask the reader something before answering."""
    _allow(by)
    if not question.strip():
        raise AnswerMissing()
    _move(request, RequestState.QUESTION, from_=RequestState.ASKED, question=question.strip(), reply="")
    log(request, "access_requests.question", by=by, at=at)
    tell("access-question", about=request, to=request.person, at=at, fact=f"access-question:{request.uuid}:{at}")
    return request


@transaction.atomic
def reply_to_question(request: AccessRequest, *, reply: str, by: Actor, at: datetime) -> AccessRequest:
    """The reader answers; the deadline starts again."""
    _expect_own(request, by)
    if not reply.strip():
        raise WhyMissing()
    again = {"reply": reply.strip(), "answer_by": answer_by(localdate(at))}
    _move(request, RequestState.ASKED, from_=RequestState.QUESTION, **again)
    log(request, "access_requests.reply", by=by, at=at)
    _tell_librarians("access-asked", request, at=at, fact=f"reply:{at}")
    return request


@transaction.atomic
def cancel_request(request: AccessRequest, *, by: Actor, at: datetime) -> AccessRequest:
    """The reader needs it no more."""
    _expect_own(request, by)
    _move(request, RequestState.CANCELLED, answered_at=at)
    log(request, "access_requests.cancel_request", by=by, at=at)
    return request


@transaction.atomic
def remind_librarians(*, by: Actor, at: datetime) -> int:
    """Write about each request whose deadline comes or has passed; once a day each. How many requests."""
    on = localdate(at)
    due = [request for request in waiting() if reminds(request.answer_by, on)]
    for request in due:
        _tell_librarians("access-late", request, at=at, fact=f"late:{on}")
        log(request, "access_requests.remind", by=by, at=at)
    return len(due)


def _allow(by: Actor) -> None:
    if not may_answer(by):
        raise MayNotAnswer()


def _expect_own(request: AccessRequest, by: Actor) -> None:
    if by.person is None or by.person.pk != request.person_id:
        raise NoSuchRequest()


def _expect_few(person: User, *, at: datetime) -> None:
    live = AccessRequest.objects.filter(person=person, state__in=OPEN).count()
    if live >= MOST_OPEN or asked_since(person, at=at) >= MOST_A_DAY:
        raise TooManyAsked()


def _move(request: AccessRequest, to: str, *, from_: str = "", **fields: Any) -> None:
    move(AccessRequest.objects.all(), request.pk, table=NEXT, from_=from_ or request.state, to=to, **fields)
    request.refresh_from_db()


def _answered(request: AccessRequest, kind: str, *, by: Actor, at: datetime) -> AccessRequest:
    log(request, "access_requests.answer_access", by=by, at=at, outcome=request.state)
    tell(kind, about=request, to=request.person, at=at)
    return request


def _tell_librarians(kind: str, request: AccessRequest, *, at: datetime, fact: str = "") -> None:
    for person in librarians():
        tell(kind, about=request, to=person, at=at, fact=f"{kind}:{request.uuid}:{person.pk}:{fact}"[:200])
