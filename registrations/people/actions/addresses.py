"""A person's own addresses: said, proved by a code, chosen, removed."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.core.internal.cryptokit import generate_user_code
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.journal.actions import log
from registrations.people.actions.leaving import end_sessions
from registrations.people.actions.locks import lock_people
from registrations.people.actions.signing import close_if_left, prove_address
from registrations.people.errors import (
    AddressClosed,
    AddressOfAnotherRecord,
    AddressTaken,
    AddressUnknown,
    AlreadyYours,
    LastAddress,
    NotProved,
    RegisterNotYours,
    TooManyCodes,
    WrongCode,
)
from registrations.people.models import AddressProof, User
from registrations.people.queries import domains_of, who_signs_in_with
from registrations.people.rules import may_keep_register

CODE_LIFE = timedelta(minutes=15)
MOST_ATTEMPTS = 3
MOST_CODES = 5  # an hour: nobody's mailbox is filled through us


@transaction.atomic
def ask_code(person: User, *, email: str, by: Actor, at: datetime) -> str:
    """The code to send at once to an address that a person says is theirs; only its hash stays.

    Whether somebody else has the address is not said before the code is typed.
    """
    if by.person != person:
        raise Forbidden
    email = email.strip().lower()
    if domains_of(person, on=timezone.localdate(at)).keeps(email):
        raise AddressClosed()
    if EmailAddress.objects.filter(user=person, email=email, verified=True).exists():
        raise AlreadyYours()
    lock_people(person)
    if person.proofs.filter(asked_at__gt=at - timedelta(hours=1)).count() >= MOST_CODES:
        raise TooManyCodes()
    code: str = generate_user_code()
    AddressProof.objects.create(
        person=person, address=email, hash=_hash(email, code), asked_at=at, expires_at=at + CODE_LIFE
    )
    return code


def type_code(person: User, *, email: str, code: str, by: Actor, at: datetime) -> None:
    """Prove an address by the last code sent to it. A wrong one counts (it is written), so it raises outside.

    Raises `WrongCode`, or `AddressOfAnotherRecord` when the address is that of another record: it is then proved for
    `merge_people`, and joins nothing by itself.
    """
    if by.person != person:
        raise Forbidden
    proof = _try(person, email=email.strip().lower(), code=code, at=at)
    if proof is None:
        raise WrongCode()
    _settle(person, proof=proof, by=by, at=at)


@transaction.atomic
def _try(person: User, *, email: str, code: str, at: datetime) -> AddressProof | None:
    lock_people(person)
    open_ones = person.proofs.filter(address=email, proved_at=None, expires_at__gt=at, attempts__lt=MOST_ATTEMPTS)
    proof = open_ones.order_by("-pk").first()
    if proof and constant_time_compare(proof.hash, _hash(email, code)):
        AddressProof.objects.filter(pk=proof.pk).update(proved_at=at)
        return proof
    if proof:
        AddressProof.objects.filter(pk=proof.pk).update(attempts=F("attempts") + 1)
    return None


@transaction.atomic
def _settle(person: User, *, proof: AddressProof, by: Actor, at: datetime) -> None:
    close_if_left(proof.address, at=at)
    owner = who_signs_in_with(proof.address)
    if owner and owner.pk != person.pk:
        raise AddressOfAnotherRecord()
    prove_address(person, email=proof.address, by=by, at=at)


@transaction.atomic
def choose_address(person: User, *, email: str, by: Actor, at: datetime) -> None:
    """Make a proved address the one that mails go to; every proved address signs in."""
    if by.person != person:
        raise Forbidden
    lock_people(person)
    row = _mine(person, email)
    if not row.verified:
        raise NotProved()
    EmailAddress.objects.filter(user=person, primary=True).update(primary=False)
    EmailAddress.objects.filter(pk=row.pk).update(primary=True)
    with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
        User.objects.filter(pk=person.pk).update(email=row.email)
    person.refresh_from_db()
    log(person, "people.choose_address", by=by, at=at)


@transaction.atomic
def remove_address(person: User, *, email: str, by: Actor, at: datetime) -> None:
    """Forget an address; never the last one that signs in, nor the chosen one. Its sessions end."""
    if by.person != person and not may_keep_register(by):
        raise RegisterNotYours()
    lock_people(person)
    row = _mine(person, email)
    if row.email == person.email:
        raise LastAddress()
    row.delete()
    end_sessions(person, opened_with=[row.email])
    log(person, "people.remove_address", by=by, at=at)


@transaction.atomic
def add_address(person: User, *, email: str, check: str, by: Actor, at: datetime) -> None:
    """The team gives back a way in to somebody whose identity it checked (`check`: how). They prove it with a code."""
    if not may_keep_register(by) or by.person == person:
        raise RegisterNotYours()
    lock_people(person)
    person.refresh_from_db()
    email = email.strip().lower()
    if domains_of(person, on=timezone.localdate(at)).keeps(email):
        raise AddressClosed()
    close_if_left(email, at=at)
    if who_signs_in_with(email):
        raise AddressTaken()
    with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
        if person.email is None:
            User.objects.filter(pk=person.pk).update(email=email)
        EmailAddress.objects.create(user=person, email=email, primary=person.email is None, verified=False)
    person.refresh_from_db()
    log(person, "people.add_address", by=by, at=at, check=check)


def _mine(person: User, email: str) -> EmailAddress:
    row = EmailAddress.objects.filter(user=person, email=email.strip().lower()).first()
    if row is None:
        raise AddressUnknown()
    return row


def _hash(email: str, code: str) -> str:
    typed = "".join(c for c in code.upper() if c.isalnum())
    return salted_hmac("people.address", f"{email}:{typed}", algorithm="sha256").hexdigest()
