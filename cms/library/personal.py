"""What the library holds of a person: the exceptions made for them, and those that they decided."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.diffusion.rules import MONTREAL
from cms.library.actions import forget_downloads
from cms.library.models import Grant, Narrowing, OwnDownload
from registrations.actors import Actor
from registrations.dates import day_begins
from registrations.people.models import User
from registrations.people.registry import Merge, rows_of
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Gone, Kept, Retention

KEPT = timedelta(days=731)


def preview(person: User, on: date) -> Iterator[Fate]:
    theirs = Grant.objects.filter(person=person)
    if live := theirs.filter(ends_at__date__gt=on).count():
        yield Ends(_("Exceptional access to resources"), live)
    if number := theirs.exclude(reason="").count():
        yield Gone(_("Reasons written for this access"), number)
    if number := OwnDownload.objects.filter(person=person).count():
        yield Gone(_("Their own list of downloads"), number)
    decided = Grant.objects.filter(by=person).count() + Narrowing.objects.filter(by=person).count()
    if decided:
        yield Kept(
            _("Exceptions that this person decided, without their name"), decided, _("The policy is accountable.")
        )


def erase(person: User, _by: Actor, at: datetime) -> None:
    OwnDownload.objects.filter(person=person).delete()
    theirs = Grant.objects.filter(person=person)
    theirs.filter(ends_at__gt=at, starts_at__lt=at).update(ends_at=at)
    theirs.filter(starts_at__gte=at).delete()
    theirs.update(reason="")


def grants(person: User) -> Iterator[Mapping[str, Any]]:
    rows: QuerySet[Grant] = Grant.objects.filter(Q(person=person)).select_related("resource").order_by("pk")
    yield from rows.annotate(title=F("resource__title")).values("title", "reason", "starts_at", "ends_at")


def downloads(person: User) -> Iterator[Mapping[str, Any]]:
    rows = OwnDownload.objects.filter(person=person)
    rows = rows.annotate(title=F("file__resource__title"), name=F("file__original_name"))
    yield from rows.order_by("pk").values("title", "name", "last_at")


def _begins(on: date) -> datetime:
    return day_begins(on) - KEPT


def _move(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    """What both had is one line of one list."""
    already = OwnDownload.objects.filter(person=kept).values("file")
    OwnDownload.objects.filter(person=dropped, file__in=already).delete()
    rows_of("cms.owndownload.person", dropped).update(person=kept)


PEOPLE_MERGES = [Merge(_move, ("cms.owndownload.person",))]
RETENTIONS = [
    Retention(
        "own_downloads",
        _("People's own lists of downloads"),
        _("A file leaves the list two years after its last download."),
        lambda on: OwnDownload.objects.filter(last_at__lt=_begins(on)).count(),
        lambda _by, at: forget_downloads(before=_begins(at.astimezone(MONTREAL).date())),
    )
]
ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=("cms.grant.by", "cms.grant.person", "cms.narrowing.by", "cms.owndownload.person"),
    ),
]
EXPORTS = [
    Export(
        "library_grants",
        _("Access to resources that was given to you"),
        grants,
        columns={"title": _("Title"), "reason": _("Reason"), "ends_at": _("Until")},
    ),
    Export(
        "downloads",
        _("The files that you downloaded"),
        downloads,
        columns={"title": _("Title"), "name": _("file name"), "last_at": _("last downloaded")},
    ),
]
