"""What the register says of people."""

from datetime import datetime
from typing import TypedDict, Unpack

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.journal.actions import log
from registrations.people.errors import AddressTaken, BadPhone, RegisterNotYours
from registrations.people.models import User
from registrations.people.queries import is_held
from registrations.people.rules import may_keep_register, spelled_name, spelled_phone


class PersonFields(TypedDict, total=False):
    """What the register says of a person, their addresses to sign in apart."""

    given_name: str
    family_name: str
    language: str
    phone: str
    contact_email: str


def cleaned(fields: PersonFields) -> PersonFields:
    """Names on one line without invisible marks, addresses in lower case."""
    for name in ("given_name", "family_name"):
        if name in fields:
            fields[name] = spelled_name(fields[name])
    if "contact_email" in fields:
        fields["contact_email"] = fields["contact_email"].strip().lower()
    return fields


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
    own = email.strip().lower() or None
    if own and is_held(own):  # and the constraint speaks for those whose address is on their record alone
        raise AddressTaken()
    fields = cleaned(fields)
    with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
        person = User.objects.create(email=own, password=make_password(None), historical=historical, **fields)
    if own:
        EmailAddress.objects.create(user=person, email=own, primary=True, verified=False)
    log(person, "people.register", by=by, at=at)
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
    changed = {name: value for name, value in cleaned(fields).items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        person.save(update_fields=list(changed))
        log(person, "people.change", by=by, at=at, fields=sorted(changed))
    return person


@transaction.atomic
def give_names(person: User, *, given_name: str, family_name: str, by: Actor, at: datetime) -> User:
    """What a person is called, told by themselves on the way to something else; the rest of the profile stands."""
    names = {"given_name": given_name, "family_name": family_name}
    return change_profile(person, **names, language=person.language, phone=person.phone, by=by, at=at)


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
