"""What changes about people and their API tokens."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import get_random_string

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.journal.actions import log
from registrations.memory import forget
from registrations.people.errors import AddressTaken, BadPhone, BadTokenTerms, RegisterNotYours
from registrations.people.models import ApiToken, Language, TokenScope, User
from registrations.people.queries import claimable_record, hashed, who_proved
from registrations.people.rules import may_keep_register, spelled_name, spelled_phone

LONGEST_LIFE = timedelta(days=366)


@transaction.atomic
def create_token(
    *, person: User, name: str, scopes: Iterable[str], expires_at: datetime, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token that acts as `person`; the secret is returned this once and only its hash is kept."""
    if by.person != person and not by.has():
        raise Forbidden
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(TokenScope.values) or not at < expires_at <= at + LONGEST_LIFE:
        raise BadTokenTerms
    secret = f"axtra_{get_random_string(32)}"
    token = ApiToken.objects.create(
        person=person, name=name, scopes=wanted, hash=hashed(secret), created_at=at, expires_at=expires_at
    )
    log(token, "people.create_token", by=by, at=at, scopes=wanted)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> None:
    """End a token now; doing it again changes nothing."""
    if by.person != token.person and not by.has():
        raise Forbidden
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        log(token, "people.revoke_token", by=by, at=at)


@transaction.atomic
def note_token_use(token: ApiToken, *, at: datetime) -> None:
    """Keep when a token was last used; the door calls this only when what is known is an hour old."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


class PersonFields(TypedDict, total=False):
    """What the register says of a person, their addresses to sign in apart."""

    given_name: str
    family_name: str
    language: str
    phone: str
    contact_email: str


@transaction.atomic
def register_person(
    *, email: str = "", historical: bool = False, by: Actor, at: datetime, **fields: Unpack[PersonFields]
) -> User:
    """Record a person. `email` is their own address to sign in, which they prove with a code when they first use it;

    an address that several people share is a `contact_email`, which opens nothing. Raises `AddressTaken`.
    """
    if not may_keep_register(by):
        raise RegisterNotYours()
    return record_person(email=email, historical=historical, by=by, at=at, **fields)


@transaction.atomic
def record_person(
    *, email: str = "", historical: bool = False, by: Actor, at: datetime, **fields: Unpack[PersonFields]
) -> User:
    """The same, when the caller has asked whether `by` may (an organisation's registrar). Raises `AddressTaken`."""
    own = email.lower() or None
    if own and who_proved(own):
        raise AddressTaken()
    with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
        person = User.objects.create(email=own, password=make_password(None), historical=historical, **fields)
    if own:
        EmailAddress.objects.create(user=person, email=own, primary=True, verified=False)
    log(person, "people.register", by=by, at=at)
    return person


@transaction.atomic
def sign_up(*, email: str, language: str, by: Actor, at: datetime) -> User:
    """The account that signs in with `email`: the imported record that only this address can mean, else a new one.

    The address is not verified yet: nobody is signed in before they typed the code that was sent to it.
    """
    email = email.lower()
    with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
        if person := claimable_record(email):
            User.objects.filter(pk=person.pk, email=None).update(email=email)
            person.refresh_from_db()
            log(person, "people.claim", by=by, at=at)
            return person
        person = User.objects.create_user(email, language=language if language in Language.values else Language.FR)
    log(person, "people.sign_up", by=by, at=at)
    return person


@transaction.atomic
def change_person(*, person: User, by: Actor, at: datetime, **fields: Unpack[PersonFields]) -> User:
    """Correct what the register says of a person; their sign-in addresses are theirs to change."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    return rewrite_person(person, by=by, at=at, **fields)


@transaction.atomic
def rewrite_person(person: User, *, by: Actor, at: datetime, **fields: Unpack[PersonFields]) -> User:
    """The same, when the caller has asked whether `by` may."""
    changed = {name: value for name, value in fields.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        person.save(update_fields=list(changed))
        log(person, "people.change", by=by, at=at, fields=sorted(changed))
    return person


def lock_people(*people: User) -> None:
    """Take turns with whoever changes the same people; always the first lock, in the order of their keys."""
    forget()  # what is read under the lock is read afresh
    keys = sorted(person.pk for person in people)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


@transaction.atomic
def prove_address(person: User, *, email: str, by: Actor, at: datetime) -> None:
    """Keep that somebody typed the code sent to this address: an imported record with it becomes their account."""
    email = email.lower()
    with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
        if User.objects.filter(pk=person.pk, email=None, contact_email__iexact=email).update(email=email):
            log(person, "people.claim", by=by, at=at)
    person.refresh_from_db()
    if person.email == email:
        EmailAddress.objects.update_or_create(user=person, email=email, defaults={"verified": True, "primary": True})


@transaction.atomic
def change_profile(
    person: User, *, given_name: str, family_name: str, language: str, phone: str, by: Actor, at: datetime
) -> User:
    """Change what a person says of themselves; raises BadPhone. The addresses are allauth's."""
    if by.person != person:
        raise Forbidden
    number = spelled_phone(phone)
    if number is None:
        raise BadPhone
    wanted = {
        "given_name": spelled_name(given_name),
        "family_name": spelled_name(family_name),
        "language": language,
        "phone": number,
    }
    changed = sorted(name for name, value in wanted.items() if getattr(person, name) != value)
    if changed:
        User.objects.filter(pk=person.pk).update(**wanted)
        person.refresh_from_db()
        log(person, "people.change_profile", by=by, at=at, fields=changed)
    return person


@transaction.atomic
def open_account(*, person: User, password: str, by: Actor, at: datetime) -> None:
    """Give a person a first password and hold their address for proved: only the machine itself may (the demo)."""
    if not by.is_system or not person.email:
        raise Forbidden
    person.set_password(password)
    person.save(update_fields=["password"])
    EmailAddress.objects.filter(user=person, email=person.email).update(verified=True)
    log(person, "people.open_account", by=by, at=at)
