"""`/me`: one's own consents, subscriptions and data; asking is a request, answered in writing within thirty days."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router, Status

from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.requests import actor, person_behind
from registrations.privacy.actions import ask, give_consent, unsubscribe, withdraw_consent
from registrations.privacy.documents import archive
from registrations.privacy.queries import Holder, asked_of, preferences_of, requests_of
from registrations.privacy.rules import CONSENT_FOR, Channel, How, RequestKind
from registrations.privacy.schemas import (
    ConsentIn,
    ConsentOut,
    ConsentsOut,
    ErasureIn,
    PrivacyRequestIn,
    PrivacyRequestOut,
    PrivacyRequestsOut,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionsOut,
)

router = Router()


@router.get("/consents", response=ConsentsOut, auth=signed_in, operation_id="me_consents")
def get_consents(request: HttpRequest) -> ConsentsOut:
    """What is asked today, one purpose at a time, and what I agreed to."""
    asked = asked_of(person_behind(request), on=timezone.localdate())
    return ConsentsOut(items=[ConsentOut.of(each) for each in asked])


@router.patch("/consents", response=ConsentsOut, auth=signed_in, operation_id="me_consents_change")
def change_consent(request: HttpRequest, body: ConsentIn) -> ConsentsOut:
    """Agree to the text in force, or withdraw, at once."""
    me, person, now = actor(request), person_behind(request), timezone.now()
    if body.given:
        give_consent(person, purpose=body.purpose, version=body.version, how=How.API, by=me, at=now)
    else:
        withdraw_consent(person, purpose=body.purpose, how=How.API, by=me, at=now)
    return get_consents(request)


@router.get("/subscriptions", response=SubscriptionsOut, auth=signed_in, operation_id="me_subscriptions")
def get_subscriptions(request: HttpRequest) -> SubscriptionsOut:
    """What I receive besides messages about my own affairs, and on which basis."""
    preferences = preferences_of(person_behind(request), on=timezone.localdate())
    return SubscriptionsOut(items=[SubscriptionOut.of(each) for each in preferences])


@router.patch("/subscriptions", response=SubscriptionsOut, auth=signed_in, operation_id="me_subscriptions_change")
def change_subscription(request: HttpRequest, body: SubscriptionIn) -> SubscriptionsOut:
    """Leave a list, or agree to receive it."""
    me, person, now = actor(request), person_behind(request), timezone.now()
    if body.subscribed:
        purpose = CONSENT_FOR[body.list]
        give_consent(person, purpose=purpose, version=body.version, how=How.API, by=me, at=now)
    else:
        unsubscribe(Holder(person), body.list, by=me, at=now)
    return get_subscriptions(request)


@router.get("/export", auth=signed_in, operation_id="me_export", summary="Everything held about me, as a zip")
def get_export(request: HttpRequest) -> StreamingHttpResponse:
    """A zip: each table in JSON and in CSV, and a page that explains."""
    headers = {"Content-Disposition": 'attachment; filename="axtra.zip"'}
    content = archive(person_behind(request), at=timezone.now())
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)


@router.get("/privacy-requests", response=PrivacyRequestsOut, auth=signed_in, operation_id="me_privacy_requests")
def get_requests(request: HttpRequest) -> PrivacyRequestsOut:
    """What I asked about my data, the latest first."""
    return PrivacyRequestsOut(items=[PrivacyRequestOut.of(each) for each in requests_of(person_behind(request))])


@router.post(
    "/privacy-requests", response={201: PrivacyRequestOut}, auth=signed_in, operation_id="me_privacy_requests_ask"
)
def post_request(request: HttpRequest, body: PrivacyRequestIn) -> Any:
    """Ask for access, a file, a correction, the end of a diffusion, or destruction."""
    return _asked(request, kind=body.kind, wording=body.wording)


@router.get("/erasure", response=PrivacyRequestsOut, auth=signed_in, operation_id="me_erasure")
def get_erasure(request: HttpRequest) -> PrivacyRequestsOut:
    """My requests to destroy my data, the latest first."""
    mine = requests_of(person_behind(request))
    return PrivacyRequestsOut(
        items=[PrivacyRequestOut.of(each) for each in mine if each.kind == RequestKind.DESTRUCTION]
    )


@router.post("/erasure", response={201: PrivacyRequestOut}, auth=signed_in, operation_id="me_erasure_ask")
def post_erasure(request: HttpRequest, body: ErasureIn) -> Any:
    """Ask that my data be destroyed: answered in writing within thirty days."""
    return _asked(request, kind=RequestKind.DESTRUCTION, wording=body.wording)


def _asked(request: HttpRequest, *, kind: str, wording: str) -> Any:
    me, person, now = actor(request), person_behind(request), timezone.now()

    def act() -> Status[PrivacyRequestOut]:
        made = ask(person, kind=kind, wording=wording, channel=Channel.API, by=me, at=now)
        return Status(201, PrivacyRequestOut.of(made))

    return idempotent(request, act)
