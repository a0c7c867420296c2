"""What the library holds of a person: the exceptions made for them, and those that they decided."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.library.models import Grant, Narrowing
from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Gone, Kept


def preview(person: User, on: date) -> Iterator[Fate]:
    theirs = Grant.objects.filter(person=person)
    if live := theirs.filter(ends_at__date__gt=on).count():
        yield Ends(_("Exceptional access to resources"), live)
    if number := theirs.exclude(reason="").count():
        yield Gone(_("Reasons written for this access"), number)
    decided = Grant.objects.filter(by=person).count() + Narrowing.objects.filter(by=person).count()
    if decided:
        yield Kept(
            _("Exceptions that this person decided, without their name"), decided, _("The policy is accountable.")
        )


def erase(person: User, _by: Actor, at: datetime) -> None:
    theirs = Grant.objects.filter(person=person)
    theirs.filter(ends_at__gt=at, starts_at__lt=at).update(ends_at=at)
    theirs.filter(starts_at__gte=at).delete()
    theirs.update(reason="")


def grants(person: User) -> Iterator[Mapping[str, Any]]:
    rows: QuerySet[Grant] = Grant.objects.filter(Q(person=person)).select_related("resource").order_by("pk")
    yield from rows.annotate(title=F("resource__title")).values("title", "reason", "starts_at", "ends_at")


ERASURES = [
    Erasure(preview, erase, speaks_for=("cms.grant.by", "cms.grant.person", "cms.narrowing.by")),
]
EXPORTS = [
    Export(
        "library_grants",
        _("Access to resources that was given to you"),
        grants,
        columns={"title": _("Title"), "reason": _("Reason"), "ends_at": _("Until")},
    )
]
