"""A registrar's own acts: add a colleague, confirm, correct, end, take back."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import resolve_bounce, tell
from registrations.organisations.actions.affiliations import change_post, give_post
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.rules import AffiliationRole, Verification
from registrations.people.actions import PersonFields, record_person, rewrite_person
from registrations.people.errors import AddressTaken
from registrations.people.models import User
from registrations.people.queries import who_signs_in_with
from registrations.people.rules import may_keep_register, spelled_name
from registrations.staff.actions.inviting import revoke
from registrations.staff.actions.keeping import expect_another_registrar, keep, keep_post
from registrations.staff.errors import (
    AlreadyVerified,
    KnownElsewhere,
    RegistrarNeedsAddress,
    TheirOwnRecord,
    TooLateToUndo,
)
from registrations.staff.models import Invitation
from registrations.staff.queries import has_own_record, is_known_elsewhere, live_post, person_meant
from registrations.staff.rules import UNDO


@transaction.atomic
def add_colleague(
    *,
    organisation: Organisation,
    given_name: str,
    family_name: str,
    email: str = "",
    contact_email: str = "",
    role: str = AffiliationRole.PRACTITIONER,
    is_registrar: bool = False,
    by: Actor,
    at: datetime,
) -> Affiliation:
    """Give somebody a post here, confirmed by who adds them; a record that exists stays as its person wrote it.

    `email` is the person's own; `contact_email` may be shared and opens nothing. Raises `AlreadyAffiliated`,
    `OtherName`, `TwoOfThisName` or `RegistrarNeedsAddress`.
    """
    given_name, family_name = spelled_name(given_name), spelled_name(family_name)
    reached = {"email": email.lower(), "contact_email": contact_email.lower()}
    known = _known(organisation, given_name=given_name, family_name=family_name, **reached, by=by, at=at)
    person = known or _new(given_name=given_name, family_name=family_name, **reached, by=by, at=at)
    if known and (post := live_post(person, organisation, on=localdate(at))) and post.verified_at is None:
        return confirm_post(post, by=by, at=at, role=role, is_registrar=is_registrar)
    if is_registrar and not (person.email or email):
        raise RegistrarNeedsAddress()
    post = give_post(
        person=person,
        organisation=organisation,
        how=_how(by),
        role=role,
        is_registrar=is_registrar,
        starts_on=localdate(at),
        confirmed_at=at,
        by=by,
        at=at,
    )
    if email and person.email is None:  # somebody who comes back to the mailbox that closed when they left
        _reach(person, email.lower())
    if known and person.address:
        tell("staff-added", about=post, to=person, at=at)
    return post


@transaction.atomic
def change_colleague(
    post: Affiliation, *, role: str | None = None, is_registrar: bool | None = None, by: Actor, at: datetime
) -> Affiliation:
    """Change a role, make somebody a registrar or take it back. Raises `LastRegistrar`, `RegistrarNeedsAddress`."""
    keep_post(post, by=by, at=at)
    wanted = {"role": role, "is_registrar": is_registrar}
    if is_registrar and not post.is_registrar and not post.person.email:
        raise RegistrarNeedsAddress()
    if is_registrar is False and not may_keep_register(by):
        expect_another_registrar(post)
    given = {name: value for name, value in wanted.items() if value is not None}
    return change_post(post, action="staff.change", by=by, at=at, **given)


@transaction.atomic
def confirm_post(
    post: Affiliation, *, role: str | None = None, is_registrar: bool | None = None, by: Actor, at: datetime
) -> Affiliation:
    """Say that the person works here: a seat that waited for it is then firm. Raises `AlreadyVerified`."""
    keep_post(post, by=by, at=at)
    if post.verified_at is not None:
        raise AlreadyVerified()
    wanted = {"role": role, "is_registrar": is_registrar}
    given = {name: value for name, value in wanted.items() if value is not None}
    change_post(post, action="staff.confirm", how=_how(by), confirmed_at=at, by=by, at=at, **given)
    if post.person.address:
        tell("staff-confirmed", about=post, to=post.person, at=at)
    return post


@transaction.atomic
def change_post_as_asked(
    post: Affiliation,
    *,
    role: str | None = None,
    is_registrar: bool | None = None,
    is_verified: bool | None = None,
    given_name: str | None = None,
    family_name: str | None = None,
    by: Actor,
    at: datetime,
) -> Affiliation:
    """Several of these at once, or none: what one of them refuses undoes the others."""
    if is_verified:
        confirm_post(post, by=by, at=at)
    if given_name is not None or family_name is not None:
        names = {"given_name": given_name or post.person.given_name}
        correct_name(post, **names, family_name=family_name or post.person.family_name, by=by, at=at)
    return change_colleague(post, role=role, is_registrar=is_registrar, by=by, at=at)


@transaction.atomic
def refuse_post(post: Affiliation, *, by: Actor, at: datetime) -> Affiliation:
    """Say that the person does not work here: the post never was, and what rested on it is released."""
    keep_post(post, by=by, at=at)
    if post.verified_at is not None:
        raise AlreadyVerified()
    change_post(post, action="staff.refuse", ends_on=post.starts_on, refused_at=at, by=by, at=at)
    if post.person.address:
        tell("staff-refused", about=post, to=post.person, at=at)
    return post


@transaction.atomic
def end_post(post: Affiliation, *, on: date, by: Actor, at: datetime) -> Affiliation:
    """`on` is the first day without the post, today or later or earlier. Raises `LastRegistrar`, `DatesReversed`."""
    keep_post(post, by=by, at=at)
    if not may_keep_register(by):
        expect_another_registrar(post)
    return change_post(post, action="staff.end", ends_on=on, by=by, at=at)


@transaction.atomic
def undo_end(post: Affiliation, *, by: Actor, at: datetime) -> Affiliation:
    """Take the end of a post back, for a while. Raises `TooLateToUndo`."""
    keep_post(post, by=by, at=at, ended=True)
    if post.ends_on is None:
        return post
    if post.refused_at is not None or post.ends_on < localdate(at) - UNDO:
        raise TooLateToUndo()
    return change_post(post, action="staff.undo_end", ends_on=None, by=by, at=at)


@transaction.atomic
def correct_name(post: Affiliation, *, given_name: str, family_name: str, by: Actor, at: datetime) -> User:
    """Correct the name of somebody who never signed in. Raises `TheirOwnRecord` or `KnownElsewhere`: one proposes."""
    keep_post(post, by=by, at=at)
    _expect_ours(post, by=by)
    names = {"given_name": spelled_name(given_name), "family_name": spelled_name(family_name)}
    return rewrite_person(post.person, by=by, at=at, **names)


@transaction.atomic
def change_address(post: Affiliation, *, email: str, by: Actor, at: datetime) -> User:
    """Another own address for who never signed in. Raises `TheirOwnRecord`, `KnownElsewhere`, `AddressTaken`."""
    keep_post(post, by=by, at=at)
    person, own = post.person, email.lower()
    _expect_ours(post, by=by)
    if person.email == own:
        return person
    if who_signs_in_with(own):
        raise AddressTaken()
    EmailAddress.objects.filter(user=person).delete()
    _reach(person, own)
    revoke(Invitation.objects.filter(person=person))
    log(person, "staff.change_address", by=by, at=at)
    return person


@transaction.atomic
def answer_bounce(
    post: Affiliation, *, answer: str, email: str = "", last_day: date | None = None, by: Actor, at: datetime
) -> Affiliation:
    """`answer`: "here" (the address is good: mails go there again), "new" (its own `email`), "left" (on `last_day`)."""
    keep_post(post, by=by, at=at)
    if answer == "left":
        return end_post(post, on=last_day or localdate(at), by=by, at=at)
    if answer == "new":
        change_address(post, email=email, by=by, at=at)
        return post
    resolve_bounce(address=post.person.address, by=Actor.system("staff.still_here"), at=at)
    return change_post(post, action="staff.still_here", confirmed_at=at, by=by, at=at)


def _known(organisation: Organisation, *locked: User, by: Actor, at: datetime, **described: str) -> User | None:
    """Whom the words mean, locked before the list. Somebody found under its lock alone gives it back, to be first."""
    held = transaction.savepoint()
    keep(organisation, *locked, by=by, at=at)
    known = person_meant(organisation, **described, on=localdate(at))
    if known is None or known in locked:
        transaction.savepoint_commit(held)
        return known
    transaction.savepoint_rollback(held)
    return _known(organisation, known, by=by, at=at, **described)


def _expect_ours(post: Affiliation, *, by: Actor) -> None:
    """A new address is a way in: to nobody's record but one that this list alone made."""
    if has_own_record(post.person):
        raise TheirOwnRecord()
    if not may_keep_register(by) and is_known_elsewhere(post):
        raise KnownElsewhere()


def _reach(person: User, email: str) -> None:
    """Give a sign-in address, still to be proved, to somebody who has none of their own."""
    with constraint_means(User, "user_one_per_signin_address", AddressTaken()):
        User.objects.filter(pk=person.pk).update(email=email)
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    person.refresh_from_db()


def _new(*, given_name: str, family_name: str, email: str, contact_email: str, by: Actor, at: datetime) -> User:
    contact = "" if email else contact_email
    names = PersonFields(given_name=given_name, family_name=family_name, contact_email=contact)
    return record_person(email=email, by=by, at=at, **names)


def _how(by: Actor) -> str:
    return Verification.TEAM if may_keep_register(by) else Verification.REGISTRAR
