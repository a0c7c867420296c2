"""Standing against an oracle that knows no database, no query and no time zone: only made-up lives and a calendar.

The oracle reads what was drawn, one fact at a time, with offsets and days of its own, around both changes of clocks.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import Group as Team
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from registrations.dates import day_after, day_begins
from registrations.memberships.queries import explain, member_staff, standing
from tests.factories.registrations import (
    AffiliationFactory,
    GroupFactory,
    MandateFactory,
    MembershipCategoryFactory,
    MembershipFactory,
    MembershipYearFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = date(2026, 3, 4), date(2026, 10, 28)  # the clocks change on 8 March and on 1 November
ROLES = ("practitioner", "manager", "director", "administrative")
STATES = ("active", "active", "active", "requested", "admitted", "refused", "cancelled")


@dataclass(frozen=True)
class DrawnPost:
    place: int
    since: int
    days: int | None
    role: str
    verified: bool
    registrar: bool


@dataclass(frozen=True)
class DrawnMembership:
    place: int
    since: int
    days: int
    grace: int
    state: str


@dataclass(frozen=True)
class DrawnMandate:
    group: int
    since: int
    days: int | None


@dataclass(frozen=True)
class Life:
    """Days are counted from `first`; instants of archiving are hours from its midnight in UTC."""

    first: date
    day: int
    active: bool
    superuser: bool
    team: str
    posts: list[DrawnPost]
    memberships: list[DrawnMembership]
    mandates: list[DrawnMandate]
    boards: tuple[bool, bool]
    archived: tuple[int | None, int | None, int | None]
    closed: tuple[int | None, int | None]


numbers = st.integers(0, 10)
lasting = st.none() | st.integers(0, 10)
hours = st.none() | st.integers(-30, 280)
lives = st.builds(
    Life,
    first=st.sampled_from([SPRING, AUTUMN]),
    day=numbers,
    active=st.sampled_from([True, True, True, False]),
    superuser=st.sampled_from([False, False, False, True]),
    team=st.sampled_from(["", "", "librarian", "door", "administrator"]),
    posts=st.lists(
        st.builds(DrawnPost, st.integers(0, 2), numbers, lasting, st.sampled_from(ROLES), st.booleans(), st.booleans()),
        max_size=5,
    ),
    memberships=st.lists(
        st.builds(
            DrawnMembership, st.integers(0, 2), numbers, st.integers(1, 10), st.integers(0, 5), st.sampled_from(STATES)
        ),
        max_size=5,
    ),
    mandates=st.lists(st.builds(DrawnMandate, st.integers(0, 1), numbers, lasting), max_size=3),
    boards=st.tuples(st.booleans(), st.booleans()),
    archived=st.tuples(hours, hours, hours),
    closed=st.tuples(hours, hours),
)


def meets(one, other):
    """Whether two half-open stretches of days meet; None never ends."""
    ends = [each.since + each.days if each.days is not None else 10**6 for each in (one, other)]
    return one.since < ends[1] and other.since < ends[0]


def alone(drawn, same):
    """What the register accepts: nothing that meets, nor a second one without an end, in the same place."""
    kept = []
    for each in drawn:
        others = [other for other in kept if same(each) == same(other)]
        if not any(meets(each, o) or (each.days is None and o.days is None) for o in others):
            kept.append(each)
    return kept


def montreal_day(first, hours_after):
    """The Montréal day, counted from `first`, of an instant: five hours behind UTC, four in summer."""
    instant = datetime(first.year, first.month, first.day) + timedelta(hours=hours_after)
    summer = datetime(2026, 3, 8, 7) <= instant < datetime(2026, 11, 1, 6)
    return (instant - timedelta(hours=4 if summer else 5)).date().toordinal() - first.toordinal()


def is_open(first, hours_after, day):
    return hours_after is None or montreal_day(first, hours_after) > day


def lasts(each, day):
    return each.since <= day and (each.days is None or day < each.since + each.days)


def oracle(life):
    """Audiences, the organisations whose staff list one keeps, and what gives *member*: fact by fact."""
    if not life.active:
        return {"public"}, set(), set()
    posts = [post for post in life.posts if counts(life, post)]
    paid = {post.place for post in posts if any(is_member(life, post, m) for m in life.memberships)}
    found = {"public", "account"}
    found |= {"team"} if life.superuser or life.team in ("librarian", "administrator") else set()
    for post in posts:
        if post.place in paid:
            found |= {"member"} | GIVEN[post.role]
    for mandate in life.mandates:
        if lasts(mandate, life.day) and is_open(life.first, life.closed[mandate.group], life.day):
            found |= {f"group:groupe-{mandate.group}"} | ({"board"} if life.boards[mandate.group] else set())
    return found, {post.place for post in posts if post.registrar}, paid


GIVEN = {"practitioner": set(), "administrative": set(), "manager": {"manager"}, "director": {"manager", "director"}}


def counts(life, post):
    return lasts(post, life.day) and post.verified and is_open(life.first, life.archived[post.place], life.day)


def is_member(life, post, membership):
    lapse = membership.since + max(membership.days + membership.grace, 1)
    return membership.place == post.place and membership.state == "active" and membership.since <= life.day < lapse


def lived(life):
    """The same life as rows."""

    def day(number):
        return life.first + timedelta(days=number)

    def instant(hours_after):
        midnight = datetime(life.first.year, life.first.month, life.first.day, tzinfo=UTC)
        return None if hours_after is None else midnight + timedelta(hours=hours_after)

    person = UserFactory(is_active=life.active, is_superuser=life.superuser)
    person.groups.set(Team.objects.filter(name=life.team))
    organisations = [OrganisationFactory(archived_at=instant(life.archived[n])) for n in range(3)]
    groups = [
        GroupFactory(
            slug=f"groupe-{n}", kind="board" if life.boards[n] else "committee", archived_at=instant(life.closed[n])
        )
        for n in range(2)
    ]
    for post in life.posts:
        AffiliationFactory(
            person=person,
            organisation=organisations[post.place],
            starts_on=day(post.since),
            ends_on=None if post.days is None else day(post.since + post.days),
            role=post.role,
            is_registrar=post.registrar,
            verified_at=instant(0) if post.verified else None,
        )
    for number, membership in enumerate(life.memberships):
        MembershipFactory(
            organisation=organisations[membership.place],
            year=MembershipYearFactory(
                label=str(number), starts_on=date(2000 + number, 4, 1), ends_on=date(2001 + number, 4, 1)
            ),
            category=MembershipCategoryFactory(),
            state=membership.state,
            starts_on=day(membership.since),
            ends_on=day(membership.since + membership.days),
            lapses_on=day(membership.since + max(membership.days + membership.grace, 1)),
        )
    for mandate in life.mandates:
        MandateFactory(
            person=person,
            group=groups[mandate.group],
            starts_on=day(mandate.since),
            ends_on=None if mandate.days is None else day(mandate.since + mandate.days),
        )
    return person, organisations


def valid(life):
    """A life that the register would hold."""
    live = [m for m in life.memberships if m.state not in ("refused", "cancelled")]
    gone = [m for m in life.memberships if m.state in ("refused", "cancelled")]
    return Life(
        **{
            **vars(life),
            "posts": alone(life.posts, lambda post: post.place),
            "memberships": alone(live, lambda membership: membership.place) + gone,
            "mandates": alone(life.mandates, lambda mandate: mandate.group),
        }
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives.map(valid))
def test_standing_is_what_the_oracle_says_in_three_queries(life):
    with transaction.atomic():
        check(life)
        transaction.set_rollback(True)


def check(life):
    person, organisations = lived(life)
    with CaptureQueriesContext(connection) as asked:
        found = standing(person, on=life.first + timedelta(days=life.day))
    audiences, kept, members = oracle(life)
    event(f"member={'member' in audiences}")
    assert found.audiences == audiences
    assert set(found.managed) == {organisations[place] for place in kept}
    assert {b.organisation for b in found.organisations if b.is_verified and b.in_good_standing} == {
        organisations[place] for place in members
    }
    assert {reason.audience for reason in found.reasons} == audiences - {"public", "account", "team"}
    assert len(asked) <= 3
    members_that_day = member_staff([person.pk], on=life.first + timedelta(days=life.day))
    assert members_that_day == ({person.pk} if "member" in audiences else set())


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (date(2026, 3, 7), datetime(2026, 3, 7, 5), datetime(2026, 3, 8, 5)),
        (date(2026, 3, 8), datetime(2026, 3, 8, 5), datetime(2026, 3, 9, 4)),  # 23 hours
        (date(2026, 10, 31), datetime(2026, 10, 31, 4), datetime(2026, 11, 1, 4)),
        (date(2026, 11, 1), datetime(2026, 11, 1, 4), datetime(2026, 11, 2, 5)),  # 25 hours
    ],
)
def test_a_day_is_a_montreal_day(day, begins, ends):
    assert (day_begins(day), day_after(day)) == (begins.replace(tzinfo=UTC), ends.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("archived_at", "last_day"),
    [
        (datetime(2026, 3, 8, 4, 59), date(2026, 3, 6)),  # 23:59 on the 7th
        (datetime(2026, 3, 8, 5, 0), date(2026, 3, 7)),
        (datetime(2026, 3, 9, 3, 59), date(2026, 3, 7)),  # the short day
        (datetime(2026, 3, 9, 4, 0), date(2026, 3, 8)),
        (datetime(2026, 11, 1, 3, 59), date(2026, 10, 30)),
        (datetime(2026, 11, 1, 4, 0), date(2026, 10, 31)),
        (datetime(2026, 11, 2, 4, 59), date(2026, 10, 31)),  # the long day
        (datetime(2026, 11, 2, 5, 0), date(2026, 11, 1)),
        (datetime(2026, 6, 15, 0, 30), date(2026, 6, 13)),  # half past midnight in UTC is the evening before
    ],
)
def test_rights_end_on_the_montreal_day_of_the_archiving(archived_at, last_day):
    post = AffiliationFactory(organisation__archived_at=archived_at.replace(tzinfo=UTC))
    MembershipFactory(organisation=post.organisation, starts_on=date(2020, 1, 1))
    after = last_day + timedelta(days=1)
    assert [standing(post.person, on=day).is_member for day in (last_day, after)] == [True, False]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives.map(valid))
def test_the_explanation_is_what_the_oracle_says_on_every_day(life):
    with transaction.atomic():
        person, _organisations = lived(life)
        told = explain(person, on=life.first + timedelta(days=life.day))
        says = {one.audience for one in told.granted}
        assert (told.audiences, says) == (oracle(life)[0], oracle(life)[0])
        lacks = {"account"} if not life.active else {"member", "manager", "director", "board", "team"} - says
        assert {one.audience for one in told.missing} == lacks
        assert [one.sentence for one in (*told.granted, *told.missing) if not one.sentence] == []
        changes = [step.on for step in told.steps]
        audiences = [oracle(replace(life, day=day))[0] for day in range(-40, 60)]
        assert changes == [
            life.first + timedelta(days=day)
            for day, (before, after) in enumerate(pairwise(audiences), start=-39)
            if before != after
        ]
        transaction.set_rollback(True)
