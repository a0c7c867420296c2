"""What staff lists hold of a person: invitations, proposed names, and the lists that they confirmed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Gone, Kept
from registrations.staff.models import Invitation, InvitationWave, NameProposal, StaffConfirmation
from registrations.staff.rules import InvitationState

LIVE = (InvitationState.WAITING, InvitationState.SENT)


def preview(person: User, _on: date) -> Iterator[Fate]:
    theirs = Invitation.objects.filter(person=person)
    if open_ones := theirs.filter(state__in=LIVE).count():
        yield Ends(_("Invitations that were not answered"), open_ones)
    if number := theirs.count():
        yield Gone(_("Invitations that they received"), number)
    if number := NameProposal.objects.filter(person=person).count():
        yield Gone(_("Names proposed by an organisation"), number)
    if acts := sum(rows.count() for rows in _decided(person)):
        yield Kept(
            _("Invitations and confirmations that they made, without their name"), acts, _("They show who was asked.")
        )


def erase(person: User, _by: Actor, _at: datetime) -> None:
    NameProposal.objects.filter(person=person).delete()
    Invitation.objects.filter(person=person).delete()


def _decided(person: User) -> "tuple[QuerySet[Any], ...]":
    made = [model._default_manager.filter(by=person) for model in (InvitationWave, Invitation, NameProposal)]
    return (*made, StaffConfirmation.objects.filter(confirmed_by=person))


def invitations(person: User) -> Iterator[Mapping[str, Any]]:
    rows = Invitation.objects.filter(Q(person=person)).order_by("pk").annotate(named=F("organisation__name"))
    yield from rows.values("named", "address", "state", "told_at", "answered_at")


def names(person: User) -> Iterator[Mapping[str, Any]]:
    yield from NameProposal.objects.filter(person=person).values("given_name", "family_name", "created_at", "accepted")


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "registrations.invitation.by",
            "registrations.invitation.person",
            "registrations.invitationwave.by",
            "registrations.nameproposal.by",
            "registrations.nameproposal.person",
            "registrations.staffconfirmation.confirmed_by",
        ),
    )
]
EXPORTS = [
    Export(
        "invitations",
        _("Invitations that you received"),
        invitations,
        columns={"named": _("Organisation"), "address": _("Address"), "told_at": _("Sent on")},
    ),
    Export("proposed_names", _("Names proposed by your organisations"), names),
]
