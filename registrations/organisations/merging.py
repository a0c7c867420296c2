"""The register's own part of a merge, with what needs nothing but another organisation."""

from datetime import datetime

from registrations.actors import Actor
from registrations.organisations.actions.gathering import move_contacts, move_points, move_posts
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Merge, moving


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
)
