"""Who is written to about what a payer owes, and the payers to whom nobody can write."""

from collections.abc import Iterable
from datetime import date

from registrations.organisations.models import Organisation
from registrations.receivables.queries.accounts import Payer, answering_for
from registrations.receivables.queries.reminders import awaited_invoices


def addresses_of(payers: Iterable[Payer], *, on: date) -> dict[Payer, list[str]]:
    """The billing address and those of who answers for an organisation; else the person's. One statement."""
    known = list(payers)
    answering = answering_for([payer.pk for payer in known if isinstance(payer, Organisation)], on=on)
    return {payer: _addresses(payer, answering) for payer in known}


def _addresses(payer: Payer, answering: dict[int, list]) -> list[str]:
    if not isinstance(payer, Organisation):
        return [payer.address] if payer.address else []
    found = [payer.billing_email, *(person.address for person in answering.get(payer.pk, []))]
    return list(dict.fromkeys(address.lower() for address in found if address))


def unreachable(*, on: date) -> dict[Payer, int]:
    """Payers who are late and to whom no reminder can be written, with what they are late with."""
    late: dict[Payer, int] = {}
    for row in awaited_invoices().filter(invoice__due_on__lt=on):
        payer = row.invoice.order.organisation or row.invoice.order.person
        if payer is not None:
            late[payer] = late.get(payer, 0) + row.due_cents
    addresses = addresses_of(late, on=on)
    return {payer: cents for payer, cents in late.items() if not addresses[payer]}
