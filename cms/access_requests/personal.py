"""What requests of access hold of a person: what they asked and why."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.access_requests.models import AccessRequest
from cms.access_requests.rules import OPEN, RequestState
from registrations.actors import Actor
from registrations.organisations.registry import moving
from registrations.people.models import User
from registrations.people.registry import exclusive
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Gone

WORDS = ("reason", "question", "reply", "answer")


def preview(person: User, _on: date) -> Iterator[Fate]:
    theirs = AccessRequest.objects.filter(person=person)
    if live := theirs.filter(state__in=OPEN).count():
        yield Ends(_("Requests of access without an answer"), live)
    if number := theirs.filter(_worded()).count():
        yield Gone(_("Words of requests of access"), number)


def erase(person: User, _by: Actor, at: datetime) -> None:
    theirs = AccessRequest.objects.filter(person=person)
    theirs.filter(state__in=OPEN).update(state=RequestState.CANCELLED, answered_at=at)
    theirs.update(**dict.fromkeys(WORDS, ""))


def requests(person: User) -> Iterator[Mapping[str, Any]]:
    rows = AccessRequest.objects.filter(person=person).order_by("pk").annotate(title=F("resource__title"))
    yield from rows.values("title", "asked_at", "state", *WORDS)


def _worded() -> Q:
    found = Q()
    for name in WORDS:
        found |= ~Q(**{name: ""})
    return found


ERASURES = [Erasure(preview, erase, speaks_for=("cms.accessrequest.person",))]
EXPORTS = [
    Export(
        "library_requests",
        _("Resources that you asked for"),
        requests,
        columns={"title": _("Title"), "reason": _("What for"), "answer": _("Our answer")},
    )
]
PEOPLE = [exclusive("cms.accessrequest.person", same="resource", live=Q(state__in=OPEN))]
ORGANISATIONS = [moving("cms.accessrequest.organisation")]
