"""What the team wrote to several people at once: to whom, where, and with what in the fields."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.queries import marks_of
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Gone, Kept
from registrations.writings.models import Writing, WritingRecipient
from registrations.writings.rules import RecipientState


def preview(person: User, _on: date) -> Iterator[Fate]:
    theirs = _to(person)
    if waiting := theirs.filter(state=RecipientState.WAITING).count():
        yield Ends(_("Writings that have not left: they leave without this person"), waiting)
    if number := theirs.exclude(address="", fields={}).count():
        yield Gone(_("Their address and fields among the recipients of writings"), number)
    if number := Writing.objects.filter(by=person).count():
        yield Kept(_("Writings to several people that they sent"), number, _("What was written to whom, and when."))


def erase(person: User, _by: Actor, _at: datetime) -> None:
    _to(person).filter(state=RecipientState.WAITING).update(state=RecipientState.LEFT_OUT, reason="")
    _to(person).update(address="", fields={})
    Writing.objects.filter(reply_to__in=marks_of(person).addresses).update(reply_to="")


def _to(person: User) -> "QuerySet[WritingRecipient]":
    mine = Q(person=person) | Q(person=None, address__in=marks_of(person).addresses)
    return WritingRecipient.objects.filter(mine)


def received(person: User) -> Iterator[Mapping[str, Any]]:
    rows = WritingRecipient.objects.filter(person=person).select_related("writing").order_by("pk")
    for row in rows:
        yield {"subject": row.writing.subject_fr, "state": row.state, "sent_at": row.writing.sent_at}


ERASURES = [
    Erasure(preview, erase, speaks_for=("registrations.writing.by", "registrations.writingrecipient.person")),
]
EXPORTS = [
    Export(
        "writings",
        _("What the association wrote to several people, you among them"),
        received,
        columns={"subject": _("Subject"), "sent_at": _("Sent on")},
    )
]
RETENTIONS: list[Any] = []
