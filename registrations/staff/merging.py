"""The invitations and confirmations of two records of one organisation."""

from datetime import datetime

from django.db.models import Q

from registrations.actors import Actor
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Merge
from registrations.people.registry import NOW, first_of
from registrations.staff.models import Invitation, NameProposal, StaffConfirmation
from registrations.staff.rules import InvitationState

OPEN = (InvitationState.WAITING, InvitationState.SENT)


def move_staff_list(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """What is asked or said once stays once: an open invitation, a proposed name, a half-year's confirmation."""
    invited = Invitation.objects.filter(organisation=kept, state__in=OPEN).values("person")
    theirs = Invitation.objects.filter(organisation=dropped)
    theirs.filter(state__in=OPEN, person__in=invited).update(state=InvitationState.REVOKED)
    theirs.update(organisation=kept)
    asked = NameProposal.objects.filter(organisation=kept, answered_at=None).values("person")
    NameProposal.objects.filter(organisation=dropped, answered_at=None, person__in=asked).delete()
    NameProposal.objects.filter(organisation=dropped).update(organisation=kept)
    periods = StaffConfirmation.objects.filter(organisation=kept).values("period")
    StaffConfirmation.objects.filter(organisation=dropped, period__in=periods).delete()
    StaffConfirmation.objects.filter(organisation=dropped).update(organisation=kept)


MERGE = Merge(
    move_staff_list,
    (
        "registrations.invitation.organisation",
        "registrations.nameproposal.organisation",
        "registrations.staffconfirmation.organisation",
    ),
)

OF_PEOPLE = (
    first_of(
        "registrations.invitation.person",
        same="organisation",
        live=Q(state__in=OPEN),
        state=InvitationState.REVOKED,
    ),
    first_of("registrations.nameproposal.person", same="organisation", live=Q(answered_at=None), answered_at=NOW),
)
