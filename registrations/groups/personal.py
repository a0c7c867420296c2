"""What groups hold of a person: their mandates."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.groups.models import Mandate
from registrations.journal.actions import log
from registrations.people.models import User
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Kept


def preview(person: User, on: date) -> Iterator[Fate]:
    if number := _live(person, on).count():
        yield Ends(_("Mandates"), number)
    if number := Mandate.objects.filter(person=person).count():
        yield Kept(_("Mandates"), number, _("Group, office and dates, without any name."))


def erase(person: User, by: Actor, at: datetime) -> None:
    """Ended that day; one that has not begun ends on its first day, so that it never counts."""
    on = localdate(at)
    for mandate in _live(person, on):
        log(mandate, "privacy.end", by=by, at=at)
    rows = Mandate.objects.filter(pk__in=list(_live(person, on).values_list("pk", flat=True)))
    rows.filter(starts_on__gt=on).update(ends_on=F("starts_on"))
    rows.filter(starts_on__lte=on).update(ends_on=on)


def _live(person: User, on: date) -> "QuerySet[Mandate]":
    return Mandate.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), person=person)


def mandates(person: User) -> Iterator[Mapping[str, Any]]:
    for seat in Mandate.objects.filter(person=person).select_related("group").order_by("starts_on"):
        yield {
            "id": str(seat.uuid),
            "group": seat.group.name,
            "office": seat.office,
            "starts_on": seat.starts_on,
            "ends_on": seat.ends_on,
        }


ERASURES = [Erasure(preview, erase, speaks_for=("registrations.mandate.person",))]
EXPORTS = [
    Export(
        "mandates",
        _("Your mandates"),
        mandates,
        columns={
            "group": _("Group"),
            "office": _("Office"),
            "starts_on": _("Since"),
            "ends_on": _("Until"),
        },
    )
]
