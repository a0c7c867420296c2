"""A person's own acts: ask for a post, leave one, answer a proposed name; and what an address proves."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import Forbidden, WrongState
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.organisations.actions.affiliations import change_post, give_post
from registrations.organisations.models import Affiliation, EmailDomain, Organisation
from registrations.organisations.rules import AffiliationRole, Verification
from registrations.people.actions import lock_people, rewrite_person
from registrations.people.models import User
from registrations.people.rules import spelled_name
from registrations.staff.actions.keeping import expect_another_registrar, keep_post, lock_list
from registrations.staff.actions.posts import correct_name
from registrations.staff.errors import (
    AskedAndRefused,
    KnownElsewhere,
    NotOnTheList,
    TheirOwnRecord,
    TooManyRequests,
)
from registrations.staff.models import NameProposal
from registrations.staff.queries import registrars_of
from registrations.staff.rules import MOST_ASKED, REFUSED_FOR


@transaction.atomic
def ask_for_post(*, person: User, organisation: Organisation, role: str, by: Actor, at: datetime) -> Affiliation:
    """Say where one works: verified at once by an address of the organisation's domain, else its registrars answer.

    Raises `AlreadyAffiliated`, `AskedAndRefused` or `TooManyRequests`.
    """
    if by.person != person:
        raise Forbidden()
    lock_people(person)
    mine = Affiliation.objects.filter(person=person)
    if mine.filter(organisation=organisation, refused_at__gt=at - REFUSED_FOR).exists():
        raise AskedAndRefused()
    if mine.filter(asked_at__isnull=False, verified_at=None, ends_on=None).count() >= MOST_ASKED:
        raise TooManyRequests(count=MOST_ASKED)
    domains = {address.partition("@")[2] for address in _proved(person)}
    known = role != AffiliationRole.DIRECTOR  # who signs for an organisation is said by it, not by an address
    known = known and EmailDomain.objects.filter(organisation=organisation, name__in=domains).exists()
    post = give_post(
        person=person,
        organisation=organisation,
        how=Verification.DOMAIN if known else "",
        role=role,
        starts_on=localdate(at),
        asked_at=at,
        by=by,
        at=at,
    )
    if not known:
        ask_registrars(post, at=at)
    return post


def ask_registrars(post: Affiliation, *, at: datetime, fact: str = "") -> int:
    """Ask the organisation's registrars to confirm a post; the number of them. The same fact is asked once."""
    keepers = registrars_of(post.organisation_id, on=localdate(at))
    for keeper in keepers:
        tell("staff-asked", about=post, to=keeper, at=at, fact=f"staff-asked:{post.uuid}:{fact}:{keeper.pk}")
    return len(keepers)


def verify_by_domain(person: User, email: str, by: Actor, at: datetime) -> None:
    """An address was proved: the person's posts in the organisation whose domain it has are verified."""
    domain = email.lower().partition("@")[2]
    waiting = Affiliation.objects.live(on=localdate(at)).filter(person=person, verified_at=None)
    waiting = waiting.exclude(role=AffiliationRole.DIRECTOR)
    for post in waiting.filter(organisation__domains__name=domain).select_related("person", "organisation"):
        change_post(post, action="staff.verify_by_domain", how=Verification.DOMAIN, by=by, at=at)


@transaction.atomic
def leave_post(post: Affiliation, *, by: Actor, at: datetime) -> Affiliation:
    """End one's own post today. Raises `LastRegistrar`."""
    if by.person is None or by.person.pk != post.person_id:
        raise Forbidden()
    lock_list(post.organisation, post.person)
    post.refresh_from_db()
    if post.ends_on is not None and post.ends_on <= localdate(at):
        raise NotOnTheList()
    expect_another_registrar(post)
    change_post(post, action="staff.leave", ends_on=max(localdate(at), post.starts_on), by=by, at=at)
    for keeper in registrars_of(post.organisation_id, on=localdate(at)):
        tell("staff-left", about=post, to=keeper, at=at)
    return post


@transaction.atomic
def propose_name(
    post: Affiliation, *, given_name: str, family_name: str, by: Actor, at: datetime
) -> NameProposal | None:
    """Ask a person who keeps their own record whether their name is spelled so; None when it already is."""
    keep_post(post, by=by, at=at)
    names = {"given_name": spelled_name(given_name), "family_name": spelled_name(family_name)}
    if all(getattr(post.person, name) == value for name, value in names.items()):
        return None
    proposal, is_new = NameProposal.objects.update_or_create(
        person=post.person,
        organisation=post.organisation,
        answered_at=None,
        defaults={**names, "by": by.person, "created_at": at},
    )
    log(proposal, "staff.propose_name", by=by, at=at)
    if is_new and post.person.address:
        tell("staff-name", about=proposal, to=post.person, at=at)
    return proposal


@transaction.atomic
def name_colleague(
    post: Affiliation, *, given_name: str, family_name: str, by: Actor, at: datetime
) -> NameProposal | None:
    """Write a colleague's name: corrected in a record that this list alone made (None), else proposed to the person."""
    names = {"given_name": given_name, "family_name": family_name}
    try:
        correct_name(post, **names, by=by, at=at)
    except (TheirOwnRecord, KnownElsewhere):
        return propose_name(post, **names, by=by, at=at)
    return None


@transaction.atomic
def answer_proposal(proposal: NameProposal, *, accept: bool, by: Actor, at: datetime) -> NameProposal:
    """The person takes the proposed name, or not. Raises `WrongState` when it was answered."""
    if by.person is None or by.person.pk != proposal.person_id:
        raise Forbidden()
    lock_people(proposal.person)
    if not NameProposal.objects.filter(pk=proposal.pk, answered_at=None).update(answered_at=at, accepted=accept):
        raise WrongState()
    if accept:
        names = {"given_name": proposal.given_name, "family_name": proposal.family_name}
        rewrite_person(proposal.person, by=by, at=at, **names)
    log(proposal, "staff.answer_name", by=by, at=at, accepted=accept)
    proposal.refresh_from_db()
    return proposal


def _proved(person: User) -> list[str]:
    return list(EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True))
