"""What renewals hold of a person: the signature of a declaration."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Export, Fate, Gone
from registrations.renewals.models import Declaration


def preview(person: User, on: date) -> Iterable[Fate]:  # noqa: ARG001 - the same that day as any other
    if count := Declaration.objects.filter(signed_by=person).exclude(signer_name="").count():
        yield Gone(_("Name under the signature of a yearly declaration"), count)


def erase(person: User, by: Actor, at: datetime) -> None:  # noqa: ARG001 - the erasure itself is journalled
    """The declaration stays, with its day and its title; the name goes."""
    Declaration.objects.filter(signed_by=person).update(signer_name="")


def rows(person: User) -> Iterable[dict[str, Any]]:
    signed = Declaration.objects.filter(signed_by=person).select_related("membership__organisation", "campaign__year")
    for declaration in signed.order_by("signed_at"):
        yield {
            "organisation": str(declaration.membership.organisation),
            "year": str(declaration.campaign.year),
            "signed_at": declaration.signed_at,
            "name": declaration.signer_name,
            "title": declaration.signer_title,
        }


def move_signatures(kept: User, dropped: User, by: Actor, at: datetime) -> None:  # noqa: ARG001 - the merge is journalled
    """What one record signed, the other did: they are one person."""
    Declaration.objects.filter(signed_by=dropped).update(signed_by=kept)


ERASURE = Erasure(preview, erase, speaks_for=("registrations.declaration.signed_by",))
EXPORT = Export(
    "declarations",
    _("Yearly declarations that you signed"),
    rows,
    columns={"organisation": _("Organisation"), "year": _("Year"), "signed_at": _("Signed"), "title": _("Title")},
)
