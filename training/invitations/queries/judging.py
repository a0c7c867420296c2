"""Whom a list means, and what would become of each line: nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate

from registrations.folding import folded
from registrations.groups.models import Group, Mandate
from registrations.memberships.models import Membership
from registrations.messages.queries import bounced
from registrations.organisations.models import Affiliation, AffiliationRole, Organisation
from registrations.people.models import User
from registrations.people.queries import PART, PeopleBook
from training.invitations.models import Invitation
from training.invitations.queries.reading import seat_in
from training.invitations.rules import SENT, Typed, Verdict, Whom
from training.sessions.models import Session

ROLES = {
    Whom.DIRECTORS: (AffiliationRole.DIRECTOR,),
    Whom.MANAGERS: (AffiliationRole.DIRECTOR, AffiliationRole.MANAGER),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the team wants to invite: what was pasted, and whose people. `members`: those of every member."""

    typed: Sequence[Typed] = ()
    organisations: Sequence[Organisation] = ()
    whom: str = Whom.DIRECTORS
    groups: Sequence[Group] = ()
    members: bool = False

    def __bool__(self) -> bool:
        return bool(self.typed or self.organisations or self.groups or self.members)


@dataclass(slots=True)
class Judged:
    """One line with its verdict: of a person, of a guest's address, or of what could not be read."""

    text: str
    verdict: Verdict
    person: User | None = None
    address: str = ""
    name: str = ""
    organisation: Organisation | None = None
    group: Group | None = None

    @property
    def sent(self) -> bool:
        return self.verdict in SENT

    @property
    def shown(self) -> str:
        """Who it is, as the list of verdicts says it."""
        return str(self.person) if self.person else self.name or self.address or self.text


def judge(session: Session, asked: Asked, *, at: datetime) -> list[Judged]:
    """A verdict for each line, in a number of statements that does not grow with them."""
    found = [*_pasted(asked.typed), *_of_organisations(asked, at=at), *_of_groups(asked.groups, at=at)]
    for rule in (_without_address, _twice, partial(_known, session=session), _returned):
        rule([one for one in found if one.sent])
    return found


def _pasted(typed: Sequence[Typed]) -> list[Judged]:
    book = PeopleBook.load(one.address for one in typed)
    names = _people_named(one.name for one in typed if not one.address)
    return [_read(one, book, names) for one in typed]


def _read(one: Typed, book: PeopleBook, names: dict[str, list[User]]) -> Judged:
    if one.address:
        person = book.owner(one.address)
        if person is not None and person.is_active:
            return Judged(one.text, Verdict.PERSON, person)
        return Judged(one.text, Verdict.GUEST, address=one.address, name=one.name)
    if not one.name:
        return Judged(one.text, Verdict.MALFORMED)
    people = names.get(folded(one.name), [])
    if len(people) == 1:
        return Judged(one.text, Verdict.PERSON, people[0])
    return Judged(one.text, Verdict.SEVERAL if people else Verdict.UNKNOWN)


def _people_named(names: Iterable[str]) -> dict[str, list[User]]:
    """By folded name, given name first or last: whose names are these, as they are typed or with capitals."""
    wanted = sorted({written for name in names for written in (name, name.title())})
    found: dict[str, list[User]] = {}
    full = Concat("given_name", Value(" "), "family_name")
    turned = Concat("family_name", Value(" "), "given_name")
    for start in range(0, len(wanted), PART):
        part = wanted[start : start + PART]
        rows = User.objects.filter(is_active=True).alias(full=full, turned=turned)
        for person in {*rows.filter(full__in=part), *rows.filter(turned__in=part)}:
            for name in (f"{person.given_name} {person.family_name}", f"{person.family_name} {person.given_name}"):
                found.setdefault(folded(name), []).append(person)
    return found


def _of_organisations(asked: Asked, *, at: datetime) -> list[Judged]:
    wanted = {each.pk: each for each in asked.organisations}
    if asked.members:
        rows = Membership.objects.active(on=localdate(at)).select_related("organisation")
        wanted |= {row.organisation_id: row.organisation for row in rows.order_by("organisation__name")}
    posts = _posts(wanted, asked.whom, at=at)
    people: dict[int, list[Judged]] = {}
    for post in posts:
        line = Judged(str(post.person), Verdict.PERSON, post.person, organisation=wanted[post.organisation_id])
        people.setdefault(post.organisation_id, []).append(line)
    return [
        one
        for pk, organisation in wanted.items()
        for one in people.get(pk) or [Judged(organisation.name, Verdict.NOBODY, organisation=organisation)]
    ]


def _posts(wanted: dict[int, Organisation], whom: str, *, at: datetime) -> "QuerySet[Affiliation]":
    rows = Affiliation.objects.live(on=localdate(at)).filter(organisation__in=wanted, verified_at__isnull=False)
    rows = rows.filter(person__is_active=True).select_related("person").order_by("organisation", "pk")
    if whom == Whom.REGISTRARS:
        return rows.filter(is_registrar=True)
    return rows.filter(role__in=ROLES[Whom(whom)]) if whom in ROLES else rows


def _of_groups(groups: Sequence[Group], *, at: datetime) -> list[Judged]:
    """The people who sit there that day; an organisation's seat names nobody."""
    rows = Mandate.objects.live(on=localdate(at)).filter(group__in=groups, person__is_active=True)
    found: dict[int, list[Judged]] = {}
    for seat in rows.select_related("person", "group").order_by("group", "pk"):
        line = Judged(str(seat.person), Verdict.PERSON, seat.person, group=seat.group)
        found.setdefault(seat.group_id, []).append(line)
    return [one for group in groups for one in found.get(group.pk) or [Judged(group.name, Verdict.NOBODY, group=group)]]


def _without_address(lines: list[Judged]) -> None:
    for one in lines:
        if one.person is not None and not one.person.address:
            one.verdict = Verdict.NO_ADDRESS


def _twice(lines: list[Judged]) -> None:
    seen: set[object] = set()
    for one in lines:
        key = one.person.pk if one.person else one.address
        if key in seen:
            one.verdict = Verdict.TWICE
        seen.add(key)


def _known(lines: list[Judged], session: Session) -> None:
    """Who is invited or has a seat already; who was withdrawn may be invited again."""
    people, addresses = set[int | None](), set[str]()
    standing = Invitation.objects.standing().filter(session=session)
    for person, address in standing.values_list("person_id", "address"):
        people.add(person)
        addresses.add(address)
    seated = set(User.objects.filter(**seat_in(session)).values_list("pk", flat=True))
    for one in lines:
        if one.person is not None and one.person.pk in seated:
            one.verdict = Verdict.SEATED
        elif one.person.pk in people if one.person else one.address in addresses:
            one.verdict = Verdict.INVITED


def _returned(lines: list[Judged]) -> None:
    gone = bounced(one.person.address if one.person else one.address for one in lines)
    for one in lines:
        if (one.person.address if one.person else one.address).lower() in gone:
            one.verdict = Verdict.BOUNCED
