"""What the register of organisations holds of a person: their posts and their mandates."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.organisations.models import Affiliation, Mandate
from registrations.people.models import User
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Kept

COUNTED = _("Organisation, role and dates, without any name: they make past numbers true.")


def preview(person: User, on: date) -> Iterator[Fate]:
    live = [(_("Posts"), _live(Affiliation, person, on)), (_("Mandates"), _live(Mandate, person, on))]
    for what, rows in live:
        if number := rows.count():
            yield Ends(what, number)
    for post in _live(Affiliation, person, on).filter(is_registrar=True).select_related("organisation"):
        others = Affiliation.objects.live(on=on).filter(organisation=post.organisation_id, is_registrar=True)
        if not others.exclude(person=person).exists():
            yield Ends(_("Nobody is left to keep the staff list of %(name)s") % {"name": post.organisation.name}, 1)
    if number := Affiliation.objects.filter(person=person).count() + Mandate.objects.filter(person=person).count():
        yield Kept(_("Posts and mandates"), number, COUNTED)


def erase(person: User, by: Actor, at: datetime) -> None:
    """Ended that day; one that has not begun ends on its first day, so that it never counts."""
    on = localdate(at)
    for model in (Affiliation, Mandate):
        for row in _live(model, person, on):
            log(row, "privacy.end", by=by, at=at)
        rows = model._default_manager.filter(Q(ends_on=None) | Q(ends_on__gt=on), person=person)
        rows.filter(starts_on__gt=on).update(ends_on=F("starts_on"))
        rows.filter(starts_on__lte=on).update(ends_on=on)
    Affiliation.objects.filter(person=person).update(is_registrar=False)


def _live(model: Any, person: User, on: date) -> "QuerySet[Any]":
    rows: QuerySet[Any] = model._default_manager.filter(Q(ends_on=None) | Q(ends_on__gt=on), person=person)
    return rows


def posts(person: User) -> Iterator[dict[str, Any]]:
    for post in Affiliation.objects.filter(person=person).select_related("organisation").order_by("starts_on"):
        yield {
            "id": str(post.uuid),
            "organisation": post.organisation.name,
            "role": str(post.get_role_display()),
            "is_registrar": post.is_registrar,
            "verified_at": post.verified_at,
            "starts_on": post.starts_on,
            "ends_on": post.ends_on,
        }


def mandates(person: User) -> Iterator[dict[str, Any]]:
    for seat in Mandate.objects.filter(person=person).select_related("group").order_by("starts_on"):
        yield {
            "id": str(seat.uuid),
            "group": seat.group.name,
            "office": seat.office,
            "starts_on": seat.starts_on,
            "ends_on": seat.ends_on,
        }


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "registrations.affiliation.person",
            "registrations.affiliation.verified_by",
            "registrations.mandate.person",
        ),
    )
]
DATES = {"starts_on": _("Since"), "ends_on": _("Until")}
EXPORTS = [
    Export(
        "posts",
        _("Your posts"),
        posts,
        columns={"organisation": _("Organisation"), "role": _("Role"), **DATES},
        correct="directory:mine",
    ),
    Export("mandates", _("Your mandates"), mandates, columns={"group": _("Group"), "office": _("Office"), **DATES}),
]
