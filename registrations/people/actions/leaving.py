"""A person leaves an employer: the mailbox stays there, and opens nothing of theirs any more."""

from collections.abc import Collection
from datetime import datetime
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.people.actions.locks import lock_people
from registrations.people.actions.tokens import end_tokens
from registrations.people.models import FormerAddress, User
from registrations.people.queries import addresses_of, domains_of, needs_own_address

METHODS = "account_authentication_methods"  # where a session keeps how it was opened


@transaction.atomic
def close_addresses(person: User, *, by: Actor, at: datetime) -> list[str]:
    """Take from a person the addresses that employers they left keep, as of this day; those closed.

    The sessions that such an address opened end; another proved address becomes the one to sign in with. With none
    left, every session and token ends: the person asks the team. Certificates and enrolments stay theirs.
    """
    lock_people(person)
    person.refresh_from_db()
    domains = domains_of(person, on=timezone.localdate(at))
    closed = [address for address in addresses_of(person) if domains.keeps(address)]
    if not closed:
        return []
    FormerAddress.objects.bulk_create(
        [FormerAddress(person=person, address=address, closed_at=at) for address in closed], ignore_conflicts=True
    )
    EmailAddress.objects.filter(user=person, email__in=closed).delete()
    _reach_elsewhere(person, closed)
    end_sessions(person, opened_with=closed if person.email else None)
    if person.email:
        tell("people-address-closed", about=person, to=person, fact=_fact(person, at), at=at)
    else:
        end_tokens(person, by=by, at=at)
    log(person, "people.close_addresses", by=by, at=at, count=len(closed), left=bool(person.email))
    return closed


def ask_own_address(person: User, *, fact: str, at: datetime) -> None:
    """Ask for a personal address somebody who is about to leave and has none."""
    if needs_own_address(person, on=timezone.localdate(at)):
        tell("people-own-address", about=person, to=person, fact=fact, at=at)


def end_sessions(person: User, *, opened_with: Collection[str] | None) -> None:
    """End the sessions that these addresses opened; None: all of them."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in UserSession.objects.filter(user=person):
        records = store(row.session_key).get(METHODS) or []
        used = {str(record.get("email") or "").lower() for record in records}
        if opened_with is None or not used.isdisjoint(opened_with):
            row.end()


def _reach_elsewhere(person: User, closed: Collection[str]) -> None:
    """The oldest address that is left and proved, if there is one."""
    if person.email is None or person.email in closed:
        other = EmailAddress.objects.filter(user=person, verified=True).order_by("pk").first()
        User.objects.filter(pk=person.pk).update(email=other.email if other else None)
        EmailAddress.objects.filter(pk=other.pk if other else None).update(primary=True)
    if person.contact_email.lower() in closed:
        User.objects.filter(pk=person.pk).update(contact_email="")
    person.refresh_from_db()


def _fact(person: User, at: datetime) -> str:
    return f"people-address-closed:{person.uuid}:{timezone.localdate(at).isoformat()}"
