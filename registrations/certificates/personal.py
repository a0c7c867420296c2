"""What certificates hold of a person: their name, which goes with them or at its term; what they attended stays."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.certificates.actions import remove_names
from registrations.certificates.models import Certificate
from registrations.certificates.rules import KEPT_YEARS
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Kept, Retention


def preview(person: User, _on: date) -> Iterable[Fate]:
    mine = Certificate.objects.filter(person=person)
    if number := mine.filter(erased_at=None).count():
        yield Gone(_("Name on certificates: they cannot be printed any more"), number)
    if number := mine.count():
        yield Kept(_("Certificates"), number, _("Number, dates and hours, without any name: the code still answers."))


def erase(person: User, _by: Actor, at: datetime) -> None:
    remove_names(Certificate.objects.filter(person=person), at=at)


def rows(person: User) -> Iterable[Mapping[str, Any]]:
    mine = Certificate.objects.with_worth().filter(person=person)
    for certificate in mine.order_by("last_on", "pk"):
        yield {
            "number": certificate.label,
            "title": certificate.title,
            "organisation": certificate.organisation_name,
            "first_on": certificate.first_on,
            "last_on": certificate.last_on,
            "minutes": certificate.minutes,
            "issued_at": certificate.issued_at,
            "state": certificate.worth_label,
        }


def past_term(on: date) -> "QuerySet[Certificate]":
    """Those that have their name still, six years after they were issued."""
    before = on.replace(year=on.year - KEPT_YEARS, day=min(on.day, 28))
    return Certificate.objects.filter(erased_at=None, issued_at__date__lt=before)


def purge(_by: Actor, at: datetime) -> int:
    return remove_names(past_term(localdate(at)), at=at)


ERASURES = [Erasure(preview, erase, speaks_for=("registrations.certificate.person",))]
EXPORTS = [
    Export(
        "certificates",
        _("Your certificates"),
        rows,
        columns={
            "number": _("Number"),
            "title": _("Title"),
            "last_on": _("Date"),
            "minutes": _("Minutes attended"),
            "state": _("State"),
        },
    )
]
RETENTIONS = [
    Retention(
        "certificates",
        _("Names on certificates"),
        _("Removed six years after the certificate was issued; number, dates and hours stay."),
        lambda on: past_term(on).count(),
        purge,
    )
]
