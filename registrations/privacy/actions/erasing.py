"""`erase`: one action, asked of every feature that holds something of a person."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.people.actions import lock_people
from registrations.people.models import User
from registrations.privacy.errors import EraseBlocked, NotConfirmed, NotInCharge
from registrations.privacy.queries import fates
from registrations.privacy.registry import ERASURES, Blocks
from registrations.privacy.rules import may_answer_requests


@transaction.atomic
def erase(person: User, *, confirmation: str, by: Actor, at: datetime) -> User:
    """Empty a person's identity everywhere; counts and accounting documents stay. Erasing again changes nothing.

    `confirmation` is the person's full name, typed. Raises `EraseBlocked` while something must be ended by hand first.
    """
    if not may_answer_requests(by):
        raise NotInCharge()
    lock_people(person)
    person.refresh_from_db()
    if person.erased_at:
        return person
    if " ".join(confirmation.split()).casefold() != " ".join(person.get_full_name().split()).casefold():
        raise NotConfirmed(expected=person.get_full_name())
    if blocked := [fate for fate in fates(person, on=localdate(at)) if isinstance(fate, Blocks)]:
        raise EraseBlocked(blocked_by="; ".join(f"{each.what} ({each.count}). {each.remedy}" for each in blocked))
    for erasure in sorted(ERASURES, key=lambda each: each.last):
        erasure.erase(person, by, at)
    log(person, "privacy.erase", by=by, at=at)
    person.refresh_from_db()
    return person
