"""Money received from two records of one payer: the same reference twice is told apart, nothing is joined."""

from datetime import datetime
from typing import Any

from registrations.actors import Actor
from registrations.organisations import registry as organisations
from registrations.organisations.models import Organisation
from registrations.payments.models import Receipt
from registrations.people import registry as people
from registrations.people.models import User


def move_receipts(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    _move("organisation", kept, dropped)


def move_own_receipts(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    _move("person", kept, dropped)


def _move(payer: str, kept: Any, dropped: Any) -> None:
    """One cheque recorded under both records is two rows: the second says of which record it was."""
    live = {payer: kept, "reversed_at": None}
    taken = set(Receipt.objects.filter(**live).values_list("method", "reference"))
    for receipt in Receipt.objects.filter(**{payer: dropped}).order_by("pk"):
        if receipt.reversed_at is None and (receipt.method, receipt.reference) in taken:
            receipt.reference = f"{receipt.reference[:88]} ({dropped.pk})"
        setattr(receipt, payer, kept)
        receipt.save(update_fields=[payer, "reference"])


MERGE = organisations.Merge(move_receipts, ("registrations.receipt.organisation",))
OF_PEOPLE = (people.Merge(move_own_receipts, ("registrations.receipt.person",)),)
