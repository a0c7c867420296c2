"""Telling each registrar their week, once; stopping it and taking it up again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal import actions as journal
from registrations.messages.actions import Telling, tell_each
from registrations.people.models import User
from training.digests.models import Digest, DigestRefusal

OF_USE = timedelta(days=4)
"""A week that was not told by Friday is not told: the next one comes."""


@transaction.atomic
def tell_week(people: Collection[int], *, judged: Collection[int], week_on: date, at: datetime) -> int:
    """One mail for each of these people; how many. All who were judged, told or not, are not judged again that week."""
    rows = [Digest(person_id=pk, week_on=week_on, created_at=at) for pk in judged]
    Digest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=100)
    kept = Digest.objects.filter(week_on=week_on, person__in=list(people)).select_related("person")
    tellings = [Telling(row.uuid, row.person, "", row.person.language, f"registrar-digest:{row.uuid}") for row in kept]
    tell_each("registrar-digest", tellings, at=at, not_after=at + OF_USE)
    return len(tellings)


@transaction.atomic
def choose_digest(*, wanted: bool, by: Actor, at: datetime) -> None:
    """Stop one's weekly digest, or take it up again."""
    if by.person is None:
        raise Forbidden()
    person: User = by.person
    if wanted:
        changed = bool(DigestRefusal.objects.filter(person=person).delete()[0])
    else:
        _row, changed = DigestRefusal.objects.get_or_create(person=person, defaults={"since": at})
    if changed:
        journal.log(person, "training.choose_digest", by=by, at=at, wanted=wanted)
