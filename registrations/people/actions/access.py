"""Whether a person may come in at all, and the way in that the team sends them."""

from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.people.actions.leaving import end_sessions
from registrations.people.actions.locks import lock_people
from registrations.people.actions.tokens import end_tokens
from registrations.people.errors import NoWayIn, PersonMerged, RecordOfTeam, RegisterNotYours
from registrations.people.models import User
from registrations.people.rules import may_keep_register


@transaction.atomic
def deactivate(person: User, *, by: Actor, at: datetime) -> None:
    """Close an account: nothing signs in, sessions and tokens end; what it did stays. Not one's own."""
    _expect_right(person, by=by)
    lock_people(person)
    if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        end_sessions(person, opened_with=None)
        end_tokens(person, by=by, at=at)
        log(person, "people.deactivate", by=by, at=at)


@transaction.atomic
def reactivate(person: User, *, by: Actor, at: datetime) -> None:
    """Open it again; a record that was merged or erased stays out of use."""
    _expect_right(person, by=by)
    lock_people(person)
    person.refresh_from_db()
    if person.merged_into_id or person.erased_at:
        raise PersonMerged()
    if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        log(person, "people.reactivate", by=by, at=at)


@transaction.atomic
def send_way_in(person: User, *, by: Actor, at: datetime) -> None:
    """Write to a person how they sign in: to their own address, where the code will come."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    if not person.email or not person.is_active:
        raise NoWayIn()
    tell("people-way-in", about=person, to=person, fact=f"people-way-in:{person.uuid}:{at.isoformat()}", at=at)
    log(person, "people.send_way_in", by=by, at=at)


def _expect_right(person: User, *, by: Actor) -> None:
    if not may_keep_register(by) or by.person == person:
        raise RegisterNotYours()
    if (person.groups.exists() or person.is_superuser) and not by.has():
        raise RecordOfTeam()
