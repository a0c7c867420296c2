"""Acts on several rows of an admin's list: who decided them, and the words that the act was given."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.lists.models import BulkRow, BulkRun, SavedFilter
from registrations.people.models import User
from registrations.privacy.queries import marks_of, mentioning
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Kept, Retention

RUNS_KEPT = timedelta(days=366)


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := sum(rows.count() for rows, _emptied in _naming(person)):
        yield Gone(_("Bulk actions that name this person"), number)
    if number := SavedFilter.objects.filter(owner=person).count():
        yield Gone(_("Filters of lists that they kept"), number)
    if number := BulkRun.objects.filter(by=person).count():
        yield Kept(_("Bulk actions that they decided, without their name"), number, _("What was done, and when."))


def erase(person: User, _by: Actor, _at: datetime) -> None:
    SavedFilter.objects.filter(owner=person).delete()
    for rows, emptied in _naming(person):
        rows.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**emptied)


def _naming(person: User) -> "list[tuple[QuerySet[Any], dict[str, Any]]]":
    marks = marks_of(person)
    return [
        (mentioning(BulkRun.objects.exclude(given={}), "given", marks), {"given": {}}),
        (mentioning(BulkRow.objects.exclude(text=""), "text", marks), {"text": ""}),
    ]


def old_runs(on: date) -> "QuerySet[BulkRun]":
    return BulkRun.objects.filter(applied_at__date__lt=on - RUNS_KEPT)


def _delete_runs(_by: Actor, at: datetime) -> int:
    number = old_runs(at.date()).count()
    old_runs(at.date()).delete()
    return number


ERASURES = [Erasure(preview, erase, speaks_for=("registrations.bulkrun.by", "registrations.savedfilter.owner"))]
EXPORTS: list[Export] = []
RETENTIONS = [
    Retention(
        "bulk_runs",
        _("Bulk actions and their rows"),
        _("Deleted a year after they were applied; the journal keeps the acts."),
        lambda on: old_runs(on).count(),
        _delete_runs,
    )
]
