"""Invitations: a personal link that proves the mailbox, once, for somebody who never signed in."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.ids import uuid7
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.actions import change_profile, lock_people, prove_address
from registrations.people.models import User
from registrations.people.queries import hashed
from registrations.staff.actions.keeping import keep, keep_post
from registrations.staff.errors import (
    AlreadyActive,
    InvitationExpired,
    InvitationRevoked,
    InvitationUsed,
    InvitedToday,
    NoOwnAddress,
)
from registrations.staff.models import Invitation, InvitationQuerySet, InvitationWave
from registrations.staff.queries import address_to_invite, has_own_record, people_to_invite, registrars_of
from registrations.staff.rules import (
    BETWEEN_INVITATIONS,
    INVITATION_LASTS,
    NEXT_INVITATION,
    InvitationState,
    secret_of,
)
from registrations.states import move

OPEN = (InvitationState.WAITING, InvitationState.SENT)


@transaction.atomic
def invite(post: Affiliation, *, by: Actor, at: datetime) -> Invitation:
    """Send a colleague their link, or another one that replaces it.

    Raises `AlreadyActive`, `NoOwnAddress` or `InvitedToday`.
    """
    keep_post(post, by=by, at=at)
    if has_own_record(post.person):
        raise AlreadyActive()
    if not (address := address_to_invite(post.person)):
        raise NoOwnAddress()
    before = Invitation.objects.filter(person=post.person, told_at__gt=at - BETWEEN_INVITATIONS)
    if before.filter(address=address, state=InvitationState.SENT).exists():
        raise InvitedToday()
    revoke(Invitation.objects.filter(person=post.person, organisation=post.organisation))
    invitation = new_invitation(post, address=address, by=by, at=at)
    invitation.state, invitation.told_at, invitation.expires_at = InvitationState.SENT, at, at + INVITATION_LASTS
    invitation.save(force_insert=True)
    log(invitation, "staff.invite", by=by, at=at)
    tell("staff-invitation", about=invitation, to=post.person, at=at)
    return invitation


@transaction.atomic
def invite_everybody(organisation: Organisation, *, by: Actor, at: datetime) -> int:
    """Invite all the staff who never signed in and were never invited; how many."""
    seen = [post.person for post in people_to_invite([organisation.pk], on=localdate(at))]
    keep(organisation, *seen, by=by, at=at)
    posts = [post for post in people_to_invite([organisation.pk], on=localdate(at)) if post.person in seen]
    for post in posts:
        invite(post, by=by, at=at)
    return len(posts)


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, given_name: str, family_name: str, language: str, at: datetime
) -> User:
    """Open the account of whoever holds the link: it was sent to that mailbox alone, and works once.

    Raises `InvitationExpired`, `InvitationUsed` or `InvitationRevoked`; an account that was opened meanwhile is not
    entered by a link (it may ask for a second step).
    """
    person = invitation.person
    lock_people(person)
    expect_usable(invitation, at=at)
    me = Actor(person=person)
    prove_address(person, email=invitation.address, by=me, at=at)
    names = {"given_name": given_name, "family_name": family_name}
    change_profile(person, **names, language=language, phone=person.phone, by=me, at=at)
    _answer(invitation, InvitationState.ACCEPTED, by=me, at=at)
    revoke(Invitation.objects.filter(person=person))
    return person


@transaction.atomic
def decline_invitation(invitation: Invitation, *, at: datetime) -> None:
    """ "I do not work there": the registrars are told, and the link is dead."""
    lock_people(invitation.person)
    expect_usable(invitation, at=at)
    _answer(invitation, InvitationState.DECLINED, by=Actor(person=invitation.person), at=at)
    for keeper in registrars_of(invitation.organisation_id, on=localdate(at)):
        tell("staff-declined", about=invitation, to=keeper, at=at)


def expect_usable(invitation: Invitation, *, at: datetime) -> None:
    """Why a link opens nothing, if it does not."""
    invitation.refresh_from_db()
    if invitation.state == InvitationState.REVOKED or not invitation.person.is_active:
        raise InvitationRevoked()
    if invitation.state != InvitationState.SENT or has_own_record(invitation.person):
        raise InvitationUsed()
    if invitation.expires_at is None or invitation.expires_at <= at:
        raise InvitationExpired()


def new_invitation(
    post: Affiliation, *, address: str, wave: InvitationWave | None = None, by: Actor, at: datetime
) -> Invitation:
    """An invitation in line, not yet written: its secret comes from its uuid and the site's key."""
    uuid = uuid7()
    return Invitation(
        uuid=uuid,
        person=post.person,
        organisation=post.organisation,
        wave=wave,
        address=address,
        hash=hashed(secret_of(uuid, settings.SECRET_KEY)),
        created_at=at,
        by=by.person,
    )


def revoke(invitations: InvitationQuerySet) -> int:
    """Close those that are open: their links open nothing any more."""
    return invitations.filter(state__in=OPEN).update(state=InvitationState.REVOKED)


def revoke_when_ended(post: Affiliation, by: Actor, at: datetime) -> None:  # noqa: ARG001 - a post's watcher
    """A post ended: nobody comes in by its invitation."""
    if post.ends_on is not None and post.ends_on <= localdate(at):
        revoke(Invitation.objects.filter(person=post.person_id, organisation=post.organisation_id))


def _answer(invitation: Invitation, to: str, *, by: Actor, at: datetime) -> None:
    rows = Invitation.objects.all()
    move(rows, invitation.pk, table=NEXT_INVITATION, from_=invitation.state, to=to, answered_at=at)
    invitation.refresh_from_db()
    log(invitation, f"staff.invitation_{to}", by=by, at=at)
