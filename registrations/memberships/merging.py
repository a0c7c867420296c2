"""The memberships of two records of one organisation; the applications of two records of one person."""

from datetime import datetime

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.memberships.errors import MembershipsContradict, OverlappingMembership
from registrations.memberships.models import Membership
from registrations.memberships.rules import MembershipState
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Merge
from registrations.people import registry as people
from registrations.people.models import User

DEAD = (MembershipState.REFUSED, MembershipState.CANCELLED)


def move_memberships(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """Memberships move. Two that live in one year are refused: which of them was paid is for a person to say."""
    years = Membership.objects.filter(organisation=kept).exclude(state__in=DEAD).values("year")
    theirs = Membership.objects.filter(organisation=dropped)
    twice = theirs.exclude(state__in=DEAD).filter(year__in=years).select_related("year").first()
    if twice:
        raise MembershipsContradict(year=twice.year.label)
    with constraint_means(Membership, "membership_no_overlap", OverlappingMembership()):
        theirs.update(organisation=kept)


MERGE = Merge(move_memberships, ("registrations.membership.organisation",))


def move_applications(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    """Who applied is the person who stays."""
    people.rows_of("registrations.membershipapplication.applicant", dropped).update(applicant=kept)


OF_PEOPLE = (people.Merge(move_applications, ("registrations.membershipapplication.applicant",)),)
