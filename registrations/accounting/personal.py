"""What the books hold of a person: who of the team closed, asked or explained; files made for the accountant."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.accounting.models import AccountingExport
from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Fate, Retention

FILES_KEPT = timedelta(days=30)


def preview(_person: User, _on: date) -> Iterator[Fate]:
    """Nothing to say: who acted is a key to a row without identity."""
    return iter(())


def erase(_person: User, _by: Actor, _at: datetime) -> None:
    """Closings, exports and explanations stay; they name a row without identity."""


def old_files(on: date) -> "QuerySet[AccountingExport]":
    return AccountingExport.objects.filter(asked_at__date__lt=on - FILES_KEPT).exclude(file="")


def forget_files(_by: Actor, at: datetime) -> int:
    """The files go; who asked for which one, and when, stays."""
    rows = list(old_files(localdate(at)))
    for row in rows:
        row.file.delete(save=False)
    AccountingExport.objects.filter(pk__in=[row.pk for row in rows]).update(file="")
    return len(rows)


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "registrations.closing.closed_by",
            "registrations.accountingexport.asked_by",
            "registrations.discrepancy.explained_by",
        ),
    )
]
RETENTIONS = [
    Retention(
        "accounting_files",
        _("Files made for the accountant"),
        _("Deleted thirty days after they were asked for; the line that says so stays."),
        lambda on: old_files(on).count(),
        forget_files,
    )
]
