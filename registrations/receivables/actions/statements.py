"""Sending a statement of account."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.ids import uuid7
from registrations.journal.actions import log
from registrations.messages.actions import tell, tell_address
from registrations.organisations.models import Organisation
from registrations.receivables.errors import MayNotCollect, NoAddress
from registrations.receivables.queries import answering_for
from registrations.receivables.queries.accounts import Payer
from registrations.receivables.rules import may_collect


@transaction.atomic
def send_statement(*, payer: Payer, by: Actor, at: datetime) -> None:
    """Mail the statement of the last twelve months to the billing address, else to who answers for the organisation."""
    if not may_collect(by):
        raise MayNotCollect
    fact = f"statement:{uuid7()}"
    if isinstance(payer, Organisation) and payer.billing_email:
        tell_address("statement", about=payer, address=payer.billing_email, language="fr", at=at, fact=fact)
    else:
        people = (
            answering_for([payer.pk], on=localdate(at)).get(payer.pk, [])
            if isinstance(payer, Organisation)
            else [payer]
        )
        if not any(person.address for person in people):
            raise NoAddress
        for person in people:
            tell("statement", about=payer, to=person, at=at, fact=f"{fact}:{person.pk}")
    log(payer, "receivables.send-statement", by=by, at=at)
