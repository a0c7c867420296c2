"""The register's own part of a merge, with what needs nothing but another organisation."""

from collections import defaultdict
from datetime import datetime

from registrations.actors import Actor
from registrations.organisations.actions.gathering import join_posts, meet, move_contacts, move_points, move_posts
from registrations.organisations.errors import PostsContradict
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.registry import Merge, moving
from registrations.people import registry as people
from registrations.people.models import User


def _by_the_merge(kept: Organisation, dropped: Organisation, by: Actor, at: datetime) -> None:
    """Domains and former duplicates: `merge_organisations` moves them with the record itself."""


MERGES = (
    Merge(move_posts, ("registrations.affiliation.organisation",)),
    Merge(move_points, ("registrations.servicepoint.organisation",)),
    Merge(move_contacts, ("registrations.contact.organisation",)),
    Merge(_by_the_merge, ("registrations.emaildomain.organisation", "registrations.organisation.merged_into")),
    # An order changes hands, so that whoever answers for the organisation sees and pays it. Its invoice keeps the
    # name and address that it was issued to.
    moving("registrations.order.organisation"),
    moving("registrations.writingrecipient.organisation"),  # what was written to its people, on its page
)


def move_own_posts(kept: User, dropped: User, _by: Actor, at: datetime) -> None:
    """Posts of two records of one person: those that meet in one organisation are joined, as the organisation's are.

    Raises `PostsContradict` when one would meet several.
    """
    held: dict[int, list[Affiliation]] = defaultdict(list)
    for post in Affiliation.objects.filter(person=kept).order_by("starts_on", "pk"):
        held[post.organisation_id].append(post)
    for post in Affiliation.objects.filter(person=dropped).order_by("starts_on", "pk"):
        meeting = [other for other in held[post.organisation_id] if meet(post, other)]
        if not meeting:
            Affiliation.objects.filter(pk=post.pk).update(person=kept)
            held[post.organisation_id].append(post)
        elif len(meeting) > 1:
            raise PostsContradict(person=str(kept))
        else:
            join_posts(meeting[0], post, at=at)


OF_PEOPLE = (people.Merge(move_own_posts, ("registrations.affiliation.person",)),)
