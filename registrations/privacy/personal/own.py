"""What privacy itself holds of a person: consents, subscriptions, requests."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.messages.models import Message, MessageState
from registrations.people.models import User
from registrations.privacy.models import Consent, PrivacyRequest, Subscription
from registrations.privacy.queries import marks_of
from registrations.privacy.registry import Blocks, Erasure, Export, Fate, Gone, Kept, Retention
from registrations.privacy.rules import months_later

REQUESTS_MONTHS = 36
CONSENTS_MONTHS = 36
LETTERS = ("privacy-received", "privacy-answered")


def preview(person: User, _on: date) -> Iterator[Fate]:
    requests = _requests(person)
    letters = Message.objects.filter(
        state=MessageState.WAITING, kind__in=LETTERS, about_uuid__in=requests.values("uuid")
    )
    if waiting := letters.count():
        remedy = _("Let them leave, or cancel them and answer by post, first.")
        yield Blocks(_("Letters about their requests that have not left"), waiting, remedy)
    if unanswered := requests.open().count():
        yield Blocks(_("Requests without an answer"), unanswered, _("Answer them first: the letter needs an address."))
    for what, rows in (
        (_("Consents"), Consent.objects.filter(person=person)),
        (_("Subscriptions"), _subscriptions(person)),
        (_("Name, address and words of their requests"), _worded(requests)),
    ):
        if number := rows.count():
            yield Gone(what, number)
    if number := requests.count():
        yield Kept(_("Requests: kind, dates and outcome"), number, _("They show that the law was kept."))


def erase(person: User, _by: Actor, _at: datetime) -> None:
    _subscriptions(person).delete()
    Consent.objects.filter(person=person).delete()
    forget(_requests(person), person=person)


def forget(requests: "QuerySet[PrivacyRequest]", **fields: Any) -> int:
    """Leave the kind, the dates and the outcome."""
    return requests.update(name="", address="", wording="", answer="", reason="", identified_how="", **fields)


def _subscriptions(person: User) -> "QuerySet[Subscription]":
    return Subscription.objects.filter(Q(person=person) | Q(address__in=marks_of(person).addresses))


def _requests(person: User) -> "Any":
    theirs = Q(person=person) | Q(person=None, address__in=marks_of(person).addresses)
    return PrivacyRequest.objects.filter(theirs)


def _worded(requests: "QuerySet[PrivacyRequest]") -> "QuerySet[PrivacyRequest]":
    return requests.exclude(name="", address="", wording="", answer="", reason="", identified_how="")


def consents(person: User) -> Iterator[Mapping[str, Any]]:
    for consent in Consent.objects.filter(person=person).select_related("text").order_by("pk"):
        yield {
            "purpose": consent.purpose,
            "label": str(consent.get_purpose_display()),
            "version": consent.text.version,
            "text": consent.text.text,
            "given_at": consent.given_at,
            "withdrawn_at": consent.withdrawn_at,
            "how": consent.how,
        }


def subscriptions(person: User) -> Iterator[Mapping[str, Any]]:
    for row in _subscriptions(person):
        yield {
            "list": row.list,
            "label": str(row.get_list_display()),
            "basis": str(row.get_basis_display()),
            "source": row.source,
            "since": row.since,
            "ends_on": row.ends_on,
            "unsubscribed_at": row.unsubscribed_at,
        }


def requests(person: User) -> Iterator[Mapping[str, Any]]:
    for row in _requests(person):
        yield {
            "code": row.code,
            "kind": str(row.get_kind_display()),
            "received_on": row.received_on,
            "due_on": row.due_on,
            "state": str(row.get_state_display()),
            "wording": row.wording,
            "answer": row.answer,
            "reason": row.reason,
        }


def old_requests(on: date) -> "QuerySet[PrivacyRequest]":
    return _worded(PrivacyRequest.objects.filter(answered_at__date__lt=months_later(on, -REQUESTS_MONTHS)))


def old_consents(on: date) -> "QuerySet[Consent]":
    free = Consent.objects.exclude(pk__in=Subscription.objects.exclude(consent=None).values("consent"))
    return free.filter(withdrawn_at__date__lt=months_later(on, -CONSENTS_MONTHS))


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "registrations.consent.person",
            "registrations.privacyrequest.person",
            "registrations.subscription.person",
        ),
    )
]
EXPORTS = [
    Export(
        "consents",
        _("Your consents"),
        consents,
        columns={"label": _("Purpose"), "given_at": _("Given"), "withdrawn_at": _("Withdrawn")},
        correct="privacy:consents",
    ),
    Export(
        "subscriptions",
        _("Your subscriptions"),
        subscriptions,
        columns={"label": _("List"), "basis": _("Basis"), "unsubscribed_at": _("Unsubscribed")},
        correct="privacy:subscriptions",
    ),
    Export(
        "privacy_requests",
        _("Your requests about your data"),
        requests,
        columns={"code": _("File no."), "kind": _("You ask to"), "received_on": _("Received on"), "state": _("State")},
    ),
]
RETENTIONS = [
    Retention(
        "privacy_requests",
        _("Privacy requests: names and words"),
        _("Emptied three years after the answer; kind, dates and outcome stay."),
        lambda on: old_requests(on).count(),
        lambda _by, at: forget(old_requests(at.date())),
    ),
    Retention(
        "consents",
        _("Withdrawn consents"),
        _("Deleted three years after they were withdrawn."),
        lambda on: old_consents(on).count(),
        lambda _by, at: old_consents(at.date()).delete()[0],
    ),
]
