"""An organisation's years of membership, and the certificates that say so."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.dates import spelled_day
from registrations.memberships.errors import NoCertificate
from registrations.memberships.models import Membership, MembershipYear
from registrations.memberships.queries.applications import followed
from registrations.memberships.queries.standing import organisations_managed_by
from registrations.memberships.rules import ENDED, MembershipState
from registrations.organisations.models import Organisation

LIKE_DIGITS = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""Crockford's alphabet has no letter that is read as a digit."""


@dataclass(frozen=True, slots=True)
class Record:
    """What an organisation is today, and was: the memberships that counted, the latest first."""

    current: Membership | None
    memberships: tuple[Membership, ...]
    since: date | None
    keeps: bool
    """Whether the reader is one of its registrars: they alone take the certificate."""


def membership_record(organisation: Organisation, *, by: Actor, on: date) -> Record:
    """The years that the organisation was admitted for, and since when it has been a member without a break."""
    rows = Membership.objects.filter(organisation=organisation).select_related("year", "category")
    counted = tuple(rows.filter(state__in=[MembershipState.ACTIVE, MembershipState.ADMITTED]).order_by("-starts_on"))
    current = next((m for m in counted if _is_current(m, on=on)), None)
    keeps = organisation in organisations_managed_by(by, on=on)
    return Record(current, counted, member_since(counted, on=on) if current else None, keeps)


def member_since(memberships: tuple[Membership, ...], *, on: date) -> date | None:
    """The first day of the unbroken run of active memberships, latest first, that holds `on`; grace bridges a gap."""
    since: date | None = None
    for membership in memberships:
        if membership.state != MembershipState.ACTIVE or membership.starts_on > on:
            continue
        if since is not None and membership.lapses_on < since:
            break
        since = membership.starts_on
    return since


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a membership is on a day, in a word, and what comes next, in a sentence."""

    state: str
    sentence: str
    is_member: bool = False


def next_step(membership: Membership, *, on: date) -> NextStep:
    """For the team's list and page."""
    said = {
        MembershipState.REQUESTED: (_("Under study"), _("Study the application, then record the board's resolution.")),
        MembershipState.ADMITTED: (_("Dues to settle"), _("Its rights begin when the dues are paid, or by hand.")),
        MembershipState.REFUSED: (_("Refused"), _("It may apply again.")),
        MembershipState.CANCELLED: (_("Cancelled"), _("It may apply again.")),
    }
    if membership.state in said:
        return NextStep(*said[MembershipState(membership.state)])
    day = {"day": spelled_day(membership.lapses_on, get_language() or "fr", weekday=False)}
    if on < membership.starts_on:
        return NextStep(_("To begin"), _("Its rights begin on the first day of the membership."))
    if on >= membership.lapses_on:
        return NextStep(_("Lapsed"), _("It lapsed on %(day)s: it renews, or applies again.") % day)
    if membership.lapses_on < membership.ends_on:
        return NextStep(_("Dues to settle"), _("Without its dues, it lapses on %(day)s.") % day, is_member=True)
    return NextStep(_("Member"), _("It lapses on %(day)s unless it renews.") % day, is_member=True)


def with_counts(years: "QuerySet[MembershipYear]", *, on: date) -> "QuerySet[MembershipYear]":
    """Years with how many memberships they hold: requested, admitted, members that day, lapsed, ended."""

    def number(**which: object) -> Count:
        return Count("memberships", filter=Q(**{f"memberships__{name}": value for name, value in which.items()}))

    active = {"state": MembershipState.ACTIVE}
    return years.annotate(
        requested=number(state=MembershipState.REQUESTED),
        admitted=number(state=MembershipState.ADMITTED),
        members=number(**active, starts_on__lte=on, lapses_on__gt=on),
        lapsed=number(**active, lapses_on__lte=on),
        ended=number(state__in=ENDED),
    )


def current_membership(slug: str, *, by: Actor, on: date) -> Membership:
    """Today's membership of an organisation that the actor answers for. Raises `NotFound`, `NoCertificate`."""
    organisation = followed(slug, by=by, on=on)
    record = membership_record(organisation, by=by, on=on)
    if record.current is None or not record.keeps:
        raise NoCertificate()
    record.current.organisation = organisation
    return record.current


@dataclass(frozen=True, slots=True)
class Certified:
    """What the number of a certificate says to anybody."""

    membership: Membership
    is_valid: bool
    last_day: date


def certified(number: str, *, on: date) -> Certified | None:
    """The membership of this number, if it ever counted, and whether its paper is valid that day."""
    rows = Membership.objects.select_related("organisation", "year", "category").filter(code=read_number(number))
    membership = rows.first()
    if membership is None or not _was_admitted(membership):
        return None
    return Certified(membership, _is_current(membership, on=on), membership.ends_on - timedelta(days=1))


def read_number(typed: str) -> str:
    """A number as it is kept: no space or dash, capitals, and no letter for a digit. "" when it cannot be one."""
    kept = "".join(typed.split()).replace("-", "").upper().translate(LIKE_DIGITS)
    return kept if len(kept) == 8 and kept.isascii() and kept.isalnum() else ""


def spelled_number(code: str) -> str:
    """7K3Q-9XMB: read aloud in two halves."""
    return f"{code[:4]}-{code[4:]}"


def _was_admitted(membership: Membership) -> bool:
    """A request that was refused or taken back tells nobody anything."""
    if membership.state == MembershipState.CANCELLED:
        return membership.resolved_on is not None
    return membership.state == MembershipState.ACTIVE


def _is_current(membership: Membership, *, on: date) -> bool:
    return membership.state == MembershipState.ACTIVE and membership.starts_on <= on < membership.lapses_on
