"""What promotions hold of a person: that an order of theirs used a code."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.money import spelled
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Export, Fate, Kept
from registrations.promotions.models import Redemption


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := Redemption.objects.filter(person=person).count():
        yield Kept(_("Promotion codes used, without the name of who used them"), number, _("Their budget is counted."))


def erase(_person: User, _by: Actor, _at: datetime) -> None:
    """The uses are counted; they name a row without identity."""


def uses(person: User) -> Iterator[Mapping[str, Any]]:
    for use in Redemption.objects.filter(person=person).select_related("promotion").order_by("pk"):
        yield {
            "code": use.promotion.code,
            "discount": spelled(use.cents, get_language() or "fr"),
            "taken_at": use.taken_at,
            "released_at": use.released_at,
        }


ERASURES = [Erasure(preview, erase, speaks_for=("registrations.redemption.person",))]
EXPORTS = [
    Export(
        "promotions",
        _("Promotion codes that you used"),
        uses,
        columns={"code": _("Code"), "discount": _("Discount"), "taken_at": _("Used")},
    )
]
