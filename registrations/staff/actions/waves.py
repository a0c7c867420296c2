"""Waves of invitations: opened by the team for many organisations, sent little by little by a sweep."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.organisations.models import Organisation
from registrations.people.errors import RegisterNotYours
from registrations.people.rules import may_keep_register
from registrations.staff.actions.inviting import new_invitation, revoke
from registrations.staff.errors import NobodyToInvite
from registrations.staff.models import Invitation, InvitationWave
from registrations.staff.queries import (
    address_to_invite,
    has_own_record,
    people_to_invite,
    sent_late,
    sent_since,
)
from registrations.staff.rules import INVITATION_LASTS, NEXT_WAVE, InvitationState, WaveState, share_of
from registrations.states import move

HOUR = timedelta(hours=1)


@transaction.atomic
def open_wave(
    *,
    name: str,
    organisations: Sequence[Organisation],
    per_hour: int,
    starts_at: datetime,
    again: bool = False,
    by: Actor,
    at: datetime,
) -> InvitationWave:
    """Put in line everybody who never signed in; with `again`, those who did not answer.

    Raises `NobodyToInvite`.
    """
    if not may_keep_register(by):
        raise RegisterNotYours()
    posts = people_to_invite([each.pk for each in organisations], on=localdate(at), again=again, at=at)
    if not posts:
        raise NobodyToInvite()
    wave = InvitationWave.objects.create(
        name=name, per_hour=per_hour, starts_at=max(starts_at, at), by=by.person, created_at=at
    )
    revoke(Invitation.objects.filter(person__in=[post.person_id for post in posts]))
    rows = [new_invitation(post, address=post.person.address, wave=wave, by=by, at=at) for post in posts]
    Invitation.objects.bulk_create(rows, batch_size=500)
    log(wave, "staff.open_wave", by=by, at=at, people=len(rows), per_hour=per_hour, again=again)
    return wave


@transaction.atomic
def send_wave(wave: InvitationWave, *, at: datetime) -> int:
    """Send the wave's share of these minutes: never more than `per_hour` in an hour; how many left."""
    InvitationWave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    wave.refresh_from_db()
    if wave.state != WaveState.OPEN or wave.starts_at > at:
        return 0
    share = share_of(wave.per_hour, already=sent_since(wave, at - HOUR))
    line = wave.invitations.waiting().select_related("person").order_by("pk")
    chosen = list(line[:share])
    sent = [_send(invitation, at=at) for invitation in chosen]
    if len(chosen) < share and not wave.invitations.waiting().exists():
        move(InvitationWave.objects.all(), wave.pk, table=NEXT_WAVE, from_=wave.state, to=WaveState.DONE)
    return sum(sent)


@transaction.atomic
def stop_wave(wave: InvitationWave, *, by: Actor, at: datetime) -> int:
    """Send nothing more of a wave; how many stay unsent."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    move(InvitationWave.objects.all(), wave.pk, table=NEXT_WAVE, from_=wave.state, to=WaveState.CANCELLED)
    unsent = wave.invitations.waiting().update(state=InvitationState.REVOKED)
    log(wave, "staff.stop_wave", by=by, at=at, unsent=unsent)
    wave.refresh_from_db()
    return unsent


@transaction.atomic
def note_departures() -> int:
    """A link lasts from the day when its mail really left, be it held by the tap for a month; how many were put off."""
    late = 0
    for invitation, left_at in sent_late():
        change = {"told_at": left_at, "expires_at": left_at + INVITATION_LASTS}
        late += Invitation.objects.filter(pk=invitation, state=InvitationState.SENT).update(**change)
    return late


def _send(invitation: Invitation, *, at: datetime) -> bool:
    """Whether there was still something to send: the person may have signed in, or lost their address, meanwhile."""
    if has_own_record(invitation.person) or address_to_invite(invitation.person) != invitation.address:
        Invitation.objects.filter(pk=invitation.pk).update(state=InvitationState.REVOKED)
        return False
    fields = {"told_at": at, "expires_at": at + INVITATION_LASTS}
    Invitation.objects.filter(pk=invitation.pk).update(state=InvitationState.SENT, **fields)
    tell("staff-invitation", about=invitation, to=invitation.person, at=at)
    return True
