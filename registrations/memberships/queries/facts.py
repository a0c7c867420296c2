"""All that a person's standing ever rested on, read once, and what the rules make of it on any day."""

from dataclasses import dataclass
from datetime import date

from registrations.dates import MONTREAL
from registrations.groups.models import Mandate
from registrations.memberships.models import Membership
from registrations.memberships.queries.standing import opens_admin
from registrations.memberships.rules import Audience, MembershipState, Post, Seat, reasons
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.models import User


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that standing rests on, whatever the day (four statements)."""

    person: User
    posts: tuple[Affiliation, ...]
    memberships: dict[int, tuple[Membership, ...]]
    mandates: tuple[Mandate, ...]
    is_team: bool

    @classmethod
    def of(cls, person: User) -> "Facts":
        posts = tuple(Affiliation.objects.filter(person=person).select_related("organisation").order_by("starts_on"))
        rows = Membership.objects.filter(organisation__in=[post.organisation_id for post in posts])
        memberships: dict[int, tuple[Membership, ...]] = {}
        for row in rows.select_related("year", "organisation").order_by("starts_on", "pk"):
            memberships[row.organisation_id] = (*memberships.get(row.organisation_id, ()), row)
        mandates = Mandate.objects.filter(person=person).select_related("group").order_by("starts_on")
        return cls(person, posts, memberships, tuple(mandates), opens_admin(person) or person.is_superuser)

    def membership(self, organisation: Organisation, *, on: date) -> Membership | None:
        """The active one that day; of several, the latest."""
        rows = self.memberships.get(organisation.pk, ())
        return next((row for row in reversed(rows) if is_active(row, on=on)), None)

    def audiences(self, *, on: date) -> frozenset[str]:
        """What the person is that day, by the rules of `standing`."""
        if not self.person.is_active:
            return frozenset({Audience.PUBLIC})
        posts = [
            Post(post.uuid, post.role, post.verified_at is not None, found.uuid if found else None)
            for post in self.posts
            if lasts(post, on=on) and is_open(post.organisation, on=on)
            for found in (self.membership(post.organisation, on=on),)
        ]
        seats = [Seat(m.uuid, m.group.slug, m.group.kind) for m in self.mandates if sits(m, on=on)]
        own = {Audience.PUBLIC, Audience.ACCOUNT} | ({Audience.TEAM} if self.is_team else set())
        return frozenset(own | {reason.audience for reason in reasons(posts, seats)})

    def days(self) -> list[date]:
        """The days on which something may change."""
        found: set[date | None] = set()
        for post in self.posts:
            found |= {post.starts_on, post.ends_on, closed_on(post.organisation)}
        for row in (row for rows in self.memberships.values() for row in rows):
            found |= {row.starts_on, row.lapses_on}
        for mandate in self.mandates:
            found |= {mandate.starts_on, mandate.ends_on, closed_on(mandate.group)}
        return sorted(day for day in found if day is not None)


def lasts(row: Affiliation | Mandate, *, on: date) -> bool:
    return row.starts_on <= on and (row.ends_on is None or on < row.ends_on)


def sits(mandate: Mandate, *, on: date) -> bool:
    return lasts(mandate, on=on) and is_open(mandate.group, on=on)


def is_active(membership: Membership, *, on: date) -> bool:
    return membership.state == MembershipState.ACTIVE and membership.starts_on <= on < membership.lapses_on


def closed_on(row: object) -> date | None:
    """The Montréal day on which an organisation or a group was archived: it no longer counts that day."""
    archived_at = getattr(row, "archived_at", None)
    return archived_at.astimezone(MONTREAL).date() if archived_at else None


def is_open(row: object, *, on: date) -> bool:
    closed = closed_on(row)
    return closed is None or on < closed
