"""What became of a wave, and of every list: for the team."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from registrations.memberships.models import Membership
from registrations.messages.queries import bounced
from registrations.organisations.models import Affiliation, Organisation
from registrations.staff.models import InvitationWave, StaffConfirmation
from registrations.staff.rules import InvitationState, period_of


@dataclass(slots=True)
class Became:
    """How many people of an organisation, or of a whole wave, are where."""

    name: str
    invited: int = 0
    in_line: int = 0
    bounced: int = 0
    active: int = 0
    declined: int = 0
    no_answer: int = 0


@dataclass(frozen=True, slots=True)
class WaveReport:
    """A line per organisation, and their sum."""

    rows: list[Became] = field(default_factory=list)
    total: Became = field(default_factory=lambda: Became(""))


def wave_report(wave: InvitationWave) -> WaveReport:
    """Invited, bounced, active… per organisation (three statements)."""
    proved = EmailAddress.objects.filter(user=OuterRef("person"), verified=True)
    rows = wave.invitations.annotate(proved=Exists(proved), signed=F("person__last_login"))
    found = list(rows.values_list("organisation__name", "state", "address", "proved", "signed"))
    returned = bounced(address for _name, _state, address, _proved, _signed in found)
    by_name: dict[str, Counter[str]] = {}
    for name, state, address, own, signed in found:
        place = _place(state, returned=address.lower() in returned, active=own or signed is not None)
        by_name.setdefault(name, Counter())[place] += 1
    lines = [_became(name, counts) for name, counts in sorted(by_name.items())]
    return WaveReport(lines, _became("", sum(by_name.values(), Counter())))


def _place(state: str, *, returned: bool, active: bool) -> str:
    if active:
        return "active"
    if state == InvitationState.WAITING:
        return "in_line"
    if state == InvitationState.DECLINED:
        return "declined"
    return "bounced" if returned else "no_answer"


def _became(name: str, counts: Counter[str]) -> Became:
    return Became(name, invited=sum(counts.values()), **counts)


def with_list_state(organisations: "QuerySet[Organisation]", *, on: date) -> "QuerySet[Organisation]":
    """Each organisation with its live staff, those to verify, its registrars, and its last confirmation."""
    live = Q(affiliations__starts_on__lte=on) & (Q(affiliations__ends_on=None) | Q(affiliations__ends_on__gt=on))
    verified = live & Q(affiliations__verified_at__isnull=False)
    last = StaffConfirmation.objects.filter(organisation=OuterRef("pk")).order_by("-period").values("confirmed_at")
    return organisations.annotate(
        staff=Count("affiliations", filter=live),
        unverified=Count("affiliations", filter=live & Q(affiliations__verified_at=None)),
        registrars=Count("affiliations", filter=verified & Q(affiliations__is_registrar=True)),
        list_confirmed_at=Subquery(last[:1]),
    )


def without_registrar(*, on: date) -> "QuerySet[Organisation]":
    """Members whose list nobody keeps: the team asks their direction to."""
    keepers = Affiliation.objects.live(on=on).filter(
        organisation=OuterRef("pk"), is_registrar=True, verified_at__isnull=False, person__is_active=True
    )
    members = Membership.objects.active(on=on).values("organisation")
    return Organisation.objects.filter(~Exists(keepers), pk__in=members, archived_at=None)


def unconfirmed(*, on: date) -> "QuerySet[Organisation]":
    """Members whose list was not confirmed for this half-year."""
    done = StaffConfirmation.objects.filter(period=period_of(on)).values("organisation")
    members = Membership.objects.active(on=on).exclude(organisation__in=done).values("organisation")
    return Organisation.objects.filter(pk__in=members, archived_at=None)


def proposed_registrar(organisation: Organisation, *, on: date) -> Affiliation | None:
    """Whom to ask when nobody keeps the list: the direction, then a manager, who has an address of their own."""
    live = Affiliation.objects.live(on=on).filter(organisation=organisation, person__email__isnull=False)
    posts = {post.role: post for post in live.filter(role__in=["director", "manager"]).order_by("-pk")}
    return posts.get("director") or posts.get("manager")
