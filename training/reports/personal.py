"""What reports hold of a person: who of the team asked for a file. Frozen numbers name nobody."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Fate, Retention
from training.reports.models import FileState, TrainingFile

FILES_KEPT = timedelta(days=30)


def preview(_person: User, _on: date) -> Iterator[Fate]:
    """Nothing to say: who asked is a key to a row without identity."""
    return iter(())


def erase(_person: User, _by: Actor, at: datetime) -> None:
    """A file that names people may name this one: none asked for before outlives an erasure.

    Those that are being made fail first, so that whoever finishes one meanwhile drops it.
    """
    asked = TrainingFile.objects.filter(asked_at__lte=at)
    with override("fr"):
        error = gettext("The record of somebody was erased while this file was being made: ask for it again.")
    asked.filter(state=FileState.WAITING).update(state=FileState.FAILED, error=error, progressed_at=at)
    _empty(asked.exclude(file=""))


def old_files(on: date) -> "QuerySet[TrainingFile]":
    return TrainingFile.objects.filter(asked_at__date__lt=on - FILES_KEPT).exclude(file="")


def forget_files(_by: Actor, at: datetime) -> int:
    """The files go; who asked for which one, and when, stays."""
    return _empty(old_files(localdate(at)))


def _empty(rows: "QuerySet[TrainingFile]") -> int:
    """The bytes go once the rows are known to have forgotten them."""
    found = list(rows)
    TrainingFile.objects.filter(pk__in=[row.pk for row in found]).update(file="")
    for row in found:
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)))
    return len(found)


ERASURES = [Erasure(preview, erase, speaks_for=("training.trainingfile.asked_by",))]
RETENTIONS = [
    Retention(
        "training_files",
        _("Lists and files of evidence made of training"),
        _("Deleted thirty days after they were asked for; the line that says so stays."),
        lambda on: old_files(on).count(),
        forget_files,
    )
]
