"""The memberships of two records of one organisation."""

from datetime import datetime

from registrations.actors import Actor
from registrations.memberships.errors import MembershipsContradict
from registrations.memberships.models import Membership
from registrations.memberships.rules import MembershipState
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Merge

DEAD = (MembershipState.REFUSED, MembershipState.CANCELLED)


def move_memberships(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """Memberships move. Two that live in one year are refused: which of them was paid is for a person to say."""
    years = Membership.objects.filter(organisation=kept).exclude(state__in=DEAD).values("year")
    theirs = Membership.objects.filter(organisation=dropped)
    twice = theirs.exclude(state__in=DEAD).filter(year__in=years).select_related("year").first()
    if twice:
        raise MembershipsContradict(year=twice.year.label)
    theirs.update(organisation=kept)


MERGE = Merge(move_memberships, ("registrations.membership.organisation",))
