"""Requests under Law 25: asked, identified, studied, answered in writing within thirty days."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.association.queries import association
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell, tell_address
from registrations.people.models import User
from registrations.privacy.errors import (
    NobodyNamed,
    NotAboutYou,
    NotIdentified,
    NotInCharge,
    ReasonNeeded,
    ReceivedInTheFuture,
    RequestOpen,
)
from registrations.privacy.models import PrivacyRequest
from registrations.privacy.rules import (
    NEEDS_REASON,
    NEXT,
    SIGNED_IN,
    Channel,
    RequestKind,
    RequestState,
    due_on,
    may_answer_requests,
    may_ask,
    reminds,
)
from registrations.states import move


class RequestFields(TypedDict, total=False):
    """Who asks, when it is not the account's own person."""

    person: User | None
    name: str
    address: str
    wording: str
    language: str
    identified_how: str


@transaction.atomic
def ask(person: User, *, kind: str, wording: str, channel: str, by: Actor, at: datetime) -> PrivacyRequest:
    """A person asks about their own data, from their account: dated, identified, acknowledged by mail.

    Raises `RequestOpen` while the same thing waits for its answer.
    """
    if not may_ask(by, person.pk):
        raise NotAboutYou()
    return _open(
        kind=kind,
        person=person,
        wording=wording,
        channel=channel,
        language=person.language,
        received_on=localdate(at),
        identified_how=SIGNED_IN,
        by=by,
        at=at,
    )


@transaction.atomic
def record_request(
    *, kind: str, channel: str, received_on: date, by: Actor, at: datetime, **fields: Unpack[RequestFields]
) -> PrivacyRequest:
    """Enter a request that came by mail, post or telephone; its thirty days run from the day it was received."""
    if not may_answer_requests(by):
        raise NotInCharge()
    if fields.get("person") is None and not (fields.get("name") and fields.get("address")):
        raise NobodyNamed()
    if received_on > localdate(at):
        raise ReceivedInTheFuture()
    return _open(kind=kind, channel=channel, received_on=received_on, by=by, at=at, **fields)


@transaction.atomic
def identify(request: PrivacyRequest, *, how: str, by: Actor, at: datetime) -> PrivacyRequest:
    """Note how the identity of whoever asks was checked; nothing is told or done before."""
    if not may_answer_requests(by):
        raise NotInCharge()
    if not how.strip():
        raise NotIdentified()
    PrivacyRequest.objects.filter(pk=request.pk).update(identified_how=how.strip(), identified_at=at)
    log(request, "privacy.identify", by=by, at=at)
    request.refresh_from_db()
    return request


@transaction.atomic
def study(request: PrivacyRequest, *, by: Actor, at: datetime) -> PrivacyRequest:
    """Take a request in hand."""
    if not may_answer_requests(by):
        raise NotInCharge()
    if request.identified_at is None:
        raise NotIdentified()
    _move(request, RequestState.STUDIED)
    log(request, "privacy.study", by=by, at=at)
    return request


@transaction.atomic
def answer(
    request: PrivacyRequest, *, outcome: str, answer: str, reason: str = "", by: Actor, at: datetime
) -> PrivacyRequest:
    """Answer in writing, in the person's language: done, in part or refused, then with the reason and the recourse.

    P-39.1, ss. 32 and 34. The letter leaves by mail when there is an address; else the team prints it.
    """
    if not may_answer_requests(by):
        raise NotInCharge()
    if outcome in NEEDS_REASON and not reason.strip():
        raise ReasonNeeded()
    _move(request, outcome, answer=answer.strip(), reason=reason.strip(), answered_at=at)
    log(request, "privacy.answer", by=by, at=at, outcome=outcome)
    _write("privacy-answered", request, at=at)
    return request


@transaction.atomic
def remind(*, on: date, by: Actor, at: datetime) -> int:
    """Write to the person in charge about each request whose term comes or has passed, once a day; how many letters."""
    address = association().privacy_officer_email
    if not address:
        return 0
    due = [each for each in PrivacyRequest.objects.open() if reminds(each.due_on, on)]
    for each in due:
        fact = f"privacy-due:{each.uuid}:{on}"
        tell_address("privacy-due", about=each, address=address, language="fr", at=at, fact=fact)
        log(each, "privacy.remind", by=by, at=at)
    return len(due)


def _open(*, by: Actor, at: datetime, received_on: date, **fields: Any) -> PrivacyRequest:
    known = bool(fields.get("identified_how"))
    with constraint_means(PrivacyRequest, "privacyrequest_one_open_per_kind", RequestOpen()):
        request = PrivacyRequest.objects.create(
            **{"channel": Channel.MAIL, **fields},
            received_on=received_on,
            due_on=due_on(received_on),
            identified_at=at if known else None,
            created_at=at,
        )
    log(request, "privacy.ask", by=by, at=at, kind=RequestKind(request.kind).value, channel=request.channel)
    _write("privacy-received", request, at=at)
    return request


def _write(kind: str, request: PrivacyRequest, *, at: datetime) -> None:
    """To the address that the request gives, else to the person's own."""
    if request.address:
        tell_address(kind, about=request, address=request.address, language=request.language, at=at)
    elif request.person:
        tell(kind, about=request, to=request.person, at=at)


def _move(request: PrivacyRequest, to: str, **fields: Any) -> None:
    move(PrivacyRequest.objects.all(), request.pk, table=NEXT, from_=request.state, to=to, **fields)
    request.refresh_from_db()
