"""Accounts: opened, claimed, and the proof of an address that everything rests on."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import resolve_bounce
from registrations.people.actions.leaving import close_addresses
from registrations.people.actions.locks import lock_people
from registrations.people.errors import AddressClosed, AddressTaken
from registrations.people.models import FormerAddress, Language, User
from registrations.people.queries import claimable_record, domains_of, who_signs_in_with
from registrations.people.registry import PROVED


@transaction.atomic
def sign_up(*, email: str, language: str, by: Actor, at: datetime) -> User:
    """The account that signs in with `email`: the imported record that only this address can mean, else a new one.

    The address is not verified yet: nobody is signed in before they typed the code that was sent to it.
    """
    email = email.lower()
    close_if_left(email, at=at)
    if who_signs_in_with(email):
        raise AddressTaken()
    with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
        if person := claimable_record(email, on=timezone.localdate(at)):
            User.objects.filter(pk=person.pk, email=None).update(email=email)
            person.refresh_from_db()
            log(person, "people.claim", by=by, at=at)
            return person
        person = User.objects.create_user(email, language=language if language in Language.values else Language.FR)
    log(person, "people.sign_up", by=by, at=at)
    return person


@transaction.atomic
def prove_address(person: User, *, email: str, by: Actor, at: datetime) -> bool:
    """Keep that somebody typed the code sent to this address; whether an imported record was claimed by it.

    The first address that a person proves is the one they sign in with. Raises `AddressTaken` when somebody else
    signs in with it, `AddressClosed` when an employer that they left keeps it.
    """
    email = email.lower()
    lock_people(person)
    person.refresh_from_db()
    if domains_of(person, on=timezone.localdate(at)).keeps(email):
        raise AddressClosed()
    if (owner := who_signs_in_with(email)) and owner.pk != person.pk:
        raise AddressTaken()
    claimed = person.email is None
    if claimed:
        with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
            User.objects.filter(pk=person.pk).update(email=email)
        person.refresh_from_db()
    with constraint_means(EmailAddress, "unique_verified_email", AddressTaken()):
        EmailAddress.objects.update_or_create(
            user=person, email=email, defaults={"verified": True, "primary": person.email == email}
        )
    FormerAddress.objects.filter(person=person, address=email).delete()
    resolve_bounce(address=email, by=Actor.system("proof"), at=at)  # the code arrived: mails arrive there
    log(person, "people.claim" if claimed else "people.prove_address", by=by, at=at)
    for hear in PROVED:
        hear(person, email, by, at)
    return claimed


@transaction.atomic
def close_if_left(email: str, *, at: datetime) -> None:
    """Before an address opens anything: should its person have left the employer that keeps it, it is no longer theirs.

    A post ends on its day, whether or not the daily sweep has passed.
    """
    holder = who_signs_in_with(email)
    if holder and domains_of(holder, on=timezone.localdate(at)).keeps(email):
        close_addresses(holder, by=Actor.system("sign-in"), at=at)


@transaction.atomic
def open_account(*, person: User, password: str, by: Actor, at: datetime) -> None:
    """Give a person a first password and hold their address for proved: only the machine itself may (the demo)."""
    if not by.is_system or not person.email:
        raise Forbidden
    person.set_password(password)
    person.save(update_fields=["password"])
    EmailAddress.objects.filter(user=person, email=person.email).update(verified=True)
    log(person, "people.open_account", by=by, at=at)
