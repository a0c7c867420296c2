"""Memberships: the states they go through, and what belonging to an organisation makes of a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role
from registrations.groups.rules import GroupKind
from registrations.organisations.rules import AffiliationRole


class MembershipState(TextChoices):
    REQUESTED = "requested", _("Requested")
    ADMITTED = "admitted", _("Admitted")
    ACTIVE = "active", _("Active")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


# Lapsed is not here: it is a date.
NEXT: dict[str, frozenset[str]] = {
    MembershipState.REQUESTED: frozenset(
        {MembershipState.ADMITTED, MembershipState.REFUSED, MembershipState.CANCELLED}
    ),
    MembershipState.ADMITTED: frozenset({MembershipState.ACTIVE, MembershipState.CANCELLED}),
    MembershipState.ACTIVE: frozenset({MembershipState.CANCELLED}),
}


ENDED = (MembershipState.REFUSED, MembershipState.CANCELLED)
"""What no longer counts: an organisation may apply again for the same year."""


class Standpoint(TextChoices):
    """What the study of an application says to the board."""

    ADMIT = "admit", _("Recommend admission")
    REFUSE = "refuse", _("Recommend refusal")


def lapse_day(*, starts_on: date, ends_on: date, grace_days: int, unpaid_since: date | None = None) -> date:
    """The first day without the rights of a membership.

    Paid, or without dues (`unpaid_since` None): at the end of the year and its grace. Invoiced and not paid: the same
    grace after the day of the oldest unpaid invoice, or after the first day when it was invoiced before; never later
    than if it were paid, and never before the second day, so that invoicing always gives a day of rights.
    """
    paid = ends_on + timedelta(days=grace_days)
    if unpaid_since is None:
        return paid
    return min(paid, max(starts_on, unpaid_since) + timedelta(days=max(grace_days, 1)))


class Audience(StrEnum):
    """Whom a policy, a price or a programme speaks of; `group:<slug>` comes besides, one per group."""

    PUBLIC = "public"
    ACCOUNT = "account"
    MEMBER = "member"
    MANAGER = "manager"
    DIRECTOR = "director"
    BOARD = "board"
    TEAM = "team"


AUDIENCES = (
    (Audience.PUBLIC, _("Everybody")),
    (Audience.ACCOUNT, _("People who signed in")),
    (Audience.MEMBER, _("Staff of member organisations")),
    (Audience.MANAGER, _("Managers of member organisations")),
    (Audience.DIRECTOR, _("Directors of member organisations")),
    (Audience.BOARD, _("Board members")),
    (Audience.TEAM, _("AXTRA's team")),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """What an audience rests on: a model's label and a row's public identifier."""

    audience: str
    kind: str
    uuid: UUID


@dataclass(frozen=True, slots=True)
class Post:
    """The facts of one live affiliation: its role, whether it is verified, the membership of its organisation."""

    affiliation: UUID
    role: str
    verified: bool
    membership: UUID | None


@dataclass(frozen=True, slots=True)
class Seat:
    """The facts of one live mandate in a group that was not archived that day."""

    mandate: UUID
    group: str
    kind: str


def group_audience(slug: str) -> str:
    """The audience that the people of a group are."""
    return f"group:{slug}"


def reasons(posts: Iterable[Post], seats: Iterable[Seat]) -> tuple[Reason, ...]:
    """The audiences above *account*, each with the affiliation, membership or mandate that gives it."""
    return tuple(reason for post in posts for reason in _of_post(post)) + tuple(
        reason for seat in seats for reason in _of_seat(seat)
    )


def _of_post(post: Post) -> Iterator[Reason]:
    """Only a verified post in an organisation in good standing gives anything; who directs also manages."""
    if not post.verified or post.membership is None:
        return
    yield Reason(Audience.MEMBER, "registrations.membership", post.membership)
    if post.role in {AffiliationRole.MANAGER, AffiliationRole.DIRECTOR}:
        yield Reason(Audience.MANAGER, "registrations.affiliation", post.affiliation)
    if post.role == AffiliationRole.DIRECTOR:
        yield Reason(Audience.DIRECTOR, "registrations.affiliation", post.affiliation)


def _of_seat(seat: Seat) -> Iterator[Reason]:
    yield Reason(group_audience(seat.group), "registrations.mandate", seat.mandate)
    if seat.kind == GroupKind.BOARD:
        yield Reason(Audience.BOARD, "registrations.mandate", seat.mandate)


def may_keep_memberships(by: Actor) -> bool:
    """The team's accountants and administrators record, admit and activate."""
    return by.has(Role.ACCOUNTING)


def may_study(by: Actor) -> bool:
    """Who prepares the board's decision and records it: accounting and the board's secretary."""
    return by.has(Role.ACCOUNTING, Role.BOARD_SECRETARY)
