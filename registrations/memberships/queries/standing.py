"""`standing()`: the only answer to "what is this person, that day". Computed, never copied into another row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.contrib.auth.models import Group as Team
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, UUIDField, Value

from registrations.actors import Actor
from registrations.dates import day_after
from registrations.folding import folded
from registrations.groups.models import Mandate
from registrations.memberships.models import Membership
from registrations.memberships.rules import Audience, Post, Reason, Seat, reasons
from registrations.memory import remembered
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.models import User
from registrations.prepared import prepared


@dataclass(frozen=True, slots=True)
class Belonging:
    """A live affiliation, its organisation, and the organisation's active membership if it has one that day."""

    organisation: Organisation
    affiliation: Affiliation
    membership: Membership | None

    @property
    def is_verified(self) -> bool:
        return self.affiliation.verified_at is not None

    @property
    def in_good_standing(self) -> bool:
        """Whether the organisation is a member; the person's own rights ask that they be verified besides."""
        return self.membership is not None


@dataclass(frozen=True)
class Standing:
    """What a person is on a day, and what each audience rests on."""

    audiences: frozenset[str]
    organisations: tuple[Belonging, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def is_member(self) -> bool:
        return Audience.MEMBER in self.audiences

    @property
    def is_team(self) -> bool:
        return Audience.TEAM in self.audiences

    @cached_property
    def managed(self) -> tuple[Organisation, ...]:
        """The organisations whose staff list this person keeps (*personne responsable*), in good standing or not."""
        return tuple(b.organisation for b in self.organisations if b.affiliation.is_registrar and b.is_verified)


PUBLIC = Standing(audiences=frozenset({Audience.PUBLIC}))


def standing(person: User | None, *, on: date) -> Standing:
    """What `person` is on that day (None: a visitor), in three queries, once per request.

    A post is as true before it was verified as after: what counts is that somebody vouched for it.
    """
    if person is None or not person.is_active:
        return PUBLIC
    return remembered(("standing", person.pk, on), lambda: _standing(person, on=on))


def _standing(person: User, *, on: date) -> Standing:
    belongings = belongings_of(person, on=on)
    seats, is_team = _seats(person, on=on)
    found = reasons([_post(belonging) for belonging in belongings], seats)
    own = {Audience.PUBLIC, Audience.ACCOUNT} | ({Audience.TEAM} if is_team or person.is_superuser else set())
    return Standing(frozenset(own | {reason.audience for reason in found}), belongings, found)


def belongings_of(person: User, *, on: date) -> tuple[Belonging, ...]:
    """The person's live affiliations that day, those that give rights first, then the oldest (two queries)."""
    return remembered(("belongings", person.pk, on), lambda: _belongings(person, on=on))


def _belongings(person: User, *, on: date) -> tuple[Belonging, ...]:
    posts = _posts(person.pk, on, day_after(on))
    members = _members(tuple(post.organisation_id for post in posts), on)
    latest = {member.organisation_id: member for member in members}
    found = [Belonging(post.organisation, post, latest.get(post.organisation_id)) for post in posts]
    return tuple(sorted(found, key=lambda b: (not b.is_verified, not b.in_good_standing)))


@prepared
def _posts(person: int, on: date, midnight: datetime) -> QuerySet[Affiliation]:
    posts = Affiliation.objects.live(on=on).filter(_archived_after("organisation", midnight), person=person)
    return posts.select_related("organisation").order_by("starts_on", "pk")


@prepared
def _members(organisations: tuple[int, ...], on: date) -> QuerySet[Membership]:
    members = Membership.objects.active(on=on).filter(organisation__pk__in=organisations)
    return members.select_related("year").order_by("starts_on", "pk")


def organisation_of(person: User, *, on: date) -> Belonging | None:
    """Under which organisation this person acts that day: the snapshot that an enrolment or a ticket keeps.

    A verified post in a member organisation first, then a verified one, then one still to be verified; the oldest.
    """
    return next(iter(belongings_of(person, on=on)), None)


def organisations_managed_by(by: Actor, *, on: date) -> tuple[Organisation, ...]:
    """The organisations whose verified registrar this actor is that day, by name."""
    if by.person is None:
        return ()
    kept = [b for b in belongings_of(by.person, on=on) if b.affiliation.is_registrar and b.is_verified]
    return tuple(sorted((b.organisation for b in kept), key=lambda organisation: folded(organisation.name)))


def people_managed_by(by: Actor, *, on: date) -> frozenset[int]:
    """Keys of the people for whom this actor may act: the live staff of the organisations whose registrar they are."""
    organisations = [organisation.pk for organisation in organisations_managed_by(by, on=on)]
    if not organisations:
        return frozenset()
    staff = Affiliation.objects.live(on=on).filter(organisation__in=organisations).values_list("person_id", flat=True)
    return remembered(("staff", *organisations, on), lambda: frozenset(staff))


def is_member_organisation(organisation: Organisation, *, on: date) -> bool:
    """Whether the organisation has an active membership that day."""
    found = Membership.objects.active(on=on).filter(organisation=organisation)
    return remembered(("member", organisation.pk, on), found.exists)


def member_staff(people: Iterable[int], *, on: date) -> frozenset[int]:
    """Who among these people (keys) is staff of a member organisation that day, in one statement for all.

    It is what `standing(...).is_member` says of each of them.
    """
    return frozenset(_member_staff(tuple(sorted(people)), on, day_after(on)))


@prepared
def _member_staff(people: tuple[int, ...], on: date, midnight: datetime) -> "QuerySet[Affiliation, int]":
    membership = Membership.objects.active(on=on).filter(organisation=OuterRef("organisation"))
    posts = Affiliation.objects.live(on=on).filter(
        _archived_after("organisation", midnight),
        person__pk__in=people,
        person__is_active=True,
        verified_at__isnull=False,
    )
    return posts.filter(Exists(membership)).order_by().values_list("person_id", flat=True)


def not_archived(path: str, *, on: date) -> Q:
    """The condition that what `path` leads to was not archived at the end of that Montréal day."""
    return _archived_after(path, day_after(on))


def _archived_after(path: str, midnight: datetime) -> Q:
    return Q(**{f"{path}__archived_at": None}) | Q(**{f"{path}__archived_at__gte": midnight})


def _post(belonging: Belonging) -> Post:
    membership = belonging.membership.uuid if belonging.membership else None
    affiliation = belonging.affiliation
    return Post(affiliation.uuid, affiliation.role, belonging.is_verified, membership)


def _seats(person: User, *, on: date) -> tuple[list[Seat], bool]:
    """The live mandates, and whether a role of the person opens the admin: one statement, of two parts."""
    rows = _mandates_and_teams(person.pk, on, day_after(on))
    seats = [Seat(uuid, slug, kind) for uuid, slug, kind in rows if uuid]
    return seats, len(seats) < len(rows)


@prepared
def _mandates_and_teams(person: int, on: date, midnight: datetime) -> "QuerySet[Mandate, tuple[UUID | None, str, str]]":
    live = Mandate.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), person=person, starts_on__lte=on)
    open_groups = live.filter(_archived_after("group", midnight)).order_by()
    mandates = open_groups.annotate(one=F("uuid"), two=F("group__slug"), three=F("group__kind"))
    teams = _teams(person).annotate(
        one=Value(None, UUIDField()), two=Value("", CharField()), three=Value(Audience.TEAM, CharField())
    )
    columns = ("one", "two", "three")
    return mandates.values_list(*columns).union(teams.order_by().values_list(*columns), all=True)


def _teams(person: int) -> "QuerySet[Team]":
    """The roles of this person (a key) that open the admin."""
    return Team.objects.filter(
        user__pk=person, permissions__codename="access_admin", permissions__content_type__app_label="wagtailadmin"
    )


def opens_admin(person: User) -> bool:
    """Whether one of this person's roles opens the admin."""
    return _teams(person.pk).exists()
