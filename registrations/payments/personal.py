"""What payments hold of a person: who paid by hand, and who of the team asked for or approved a refund."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.orders.personal import LAW
from registrations.payments.models import Receipt
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Fate, Kept


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := Receipt.objects.filter(person=person).count():
        yield Kept(_("Payments received by hand, without the name of who paid"), number, LAW)


def erase(_person: User, _by: Actor, _at: datetime) -> None:
    """Accounting documents stay; they name a row without identity."""


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "registrations.receipt.person",
            "registrations.refund.asked_by",
            "registrations.refund.approved_by",
        ),
    )
]
