"""What a person is on a day and why, why not, and when it changes: for the team, from facts read once.

The sentences come from the rules that `standing()` follows; a property test holds both to the same oracle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registrations.dates import spelled_day
from registrations.groups.models import Mandate
from registrations.groups.rules import GroupKind
from registrations.memberships.queries.facts import Facts, closed_on, is_open, sits
from registrations.memberships.rules import AUDIENCES, Audience, MembershipState, group_audience
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.rules import AffiliationRole
from registrations.people.models import User

LEADS = {
    Audience.MEMBER: frozenset(AffiliationRole.values),
    Audience.MANAGER: frozenset({AffiliationRole.MANAGER, AffiliationRole.DIRECTOR}),
    Audience.DIRECTOR: frozenset({AffiliationRole.DIRECTOR}),
}
SPAN = timedelta(days=550)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about an audience, and the rows that it rests on."""

    audience: str
    label: str
    sentence: str
    rests_on: tuple[Model, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which the audiences change."""

    on: date
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """`lanes` are the stretches, half-open and within `first` and `last`, of each audience above *account*."""

    person: User
    on: date
    audiences: frozenset[str]
    granted: tuple[Said, ...]
    missing: tuple[Said, ...]
    steps: tuple[Step, ...]
    lanes: tuple[tuple[str, tuple[tuple[date, date], ...]], ...]
    first: date
    last: date

    @property
    def last_change(self) -> Step | None:
        return next((step for step in reversed(self.steps) if step.on <= self.on), None)

    @property
    def next_change(self) -> Step | None:
        return next((step for step in self.steps if step.on > self.on), None)


def explain(person: User, *, on: date) -> Explanation:
    """What the person is that day, each audience with its reason, and what the others lack (four statements)."""
    facts = Facts.of(person)
    audiences = facts.audiences(on=on)
    steps = tuple(_steps(facts))
    first, last = on - SPAN, on + SPAN
    return Explanation(
        person,
        on,
        audiences,
        tuple(_granted(facts, audiences, on=on)),
        tuple(_missing(facts, audiences, on=on)),
        steps,
        tuple(_lanes(facts, steps, first, last)),
        first,
        last,
    )


def label_of(audience: str, facts: Facts | None = None) -> str:
    """An audience in words."""
    known = dict(AUDIENCES)
    if audience in known:
        return str(known[Audience(audience)])
    mandates = facts.mandates if facts else ()
    name = next((m.group.name for m in mandates if group_audience(m.group.slug) == audience), audience)
    return _("Group: %(name)s") % {"name": name}


def _granted(facts: Facts, audiences: frozenset[str], *, on: date) -> Iterator[Said]:
    yield Said(Audience.PUBLIC, label_of(Audience.PUBLIC), _("Everybody is, signed in or not."))
    if Audience.ACCOUNT in audiences:
        yield Said(
            Audience.ACCOUNT, label_of(Audience.ACCOUNT), _("This person has an active account."), (facts.person,)
        )
    if Audience.TEAM in audiences:
        yield Said(Audience.TEAM, label_of(Audience.TEAM), _("One of this person's roles opens the admin."))
    for audience in LEADS:
        if audience in audiences:
            yield from _granted_by_posts(facts, audience, on=on)
    for mandate in facts.mandates:
        if facts.person.is_active and sits(mandate, on=on):
            yield from _granted_by_mandate(mandate, facts)


def _granted_by_posts(facts: Facts, audience: str, *, on: date) -> Iterator[Said]:
    for post in facts.posts:
        membership = facts.membership(post.organisation, on=on)
        if membership and post.role in LEADS[Audience(audience)] and not list(_obstacles(facts, post, on=on)):
            sentence = _(
                "Works at %(organisation)s as %(role)s since %(since)s, a verified post; the organisation is a member"
                " for %(year)s, with rights until %(until)s."
            ) % {
                "organisation": post.organisation.name,
                "role": str(post.get_role_display()).lower(),
                "since": _day(post.starts_on),
                "year": membership.year.label,
                "until": _day(membership.lapses_on),
            }
            yield Said(audience, label_of(audience), sentence, (post, membership))


def _granted_by_mandate(mandate: Mandate, facts: Facts) -> Iterator[Said]:
    told = {"group": mandate.group.name, "since": _day(mandate.starts_on), "office": mandate.office}
    sentence = (
        _("Sits in “%(group)s” (%(office)s) since %(since)s.") % told
        if mandate.office
        else _("Sits in “%(group)s” since %(since)s.") % told
    )
    audience = group_audience(mandate.group.slug)
    yield Said(audience, label_of(audience, facts), sentence, (mandate,))
    if mandate.group.kind == GroupKind.BOARD:
        yield Said(Audience.BOARD, label_of(Audience.BOARD), sentence, (mandate,))


def _missing(facts: Facts, audiences: frozenset[str], *, on: date) -> Iterator[Said]:
    if not facts.person.is_active:
        yield Said(
            Audience.ACCOUNT, label_of(Audience.ACCOUNT), _("This person's record is inactive."), (facts.person,)
        )
        return
    for audience in LEADS:
        if audience not in audiences:
            yield _why_not(facts, audience, on=on)
    if Audience.BOARD not in audiences:
        yield _why_not_board(facts, on=on)
    if Audience.TEAM not in audiences:
        yield Said(Audience.TEAM, label_of(Audience.TEAM), _("None of this person's roles opens the admin."))


def _why_not(facts: Facts, audience: Audience, *, on: date) -> Said:
    """The nearest: the post that lacks the least, the latest of those."""
    suited = [post for post in facts.posts if post.role in LEADS[audience]]
    if not suited:
        said = _("This person has no post as a manager or a director.") if facts.posts else ""
        if audience == Audience.DIRECTOR and facts.posts:
            said = _("This person has no post as a director.")
        return Said(audience, label_of(audience), said or _("This person has no post in any organisation."))
    lacks = {post.pk: list(_obstacles(facts, post, on=on)) for post in suited}
    nearest = min(reversed(suited), key=lambda post: len(lacks[post.pk]))
    sentences = " ".join(sentence for sentence, _row in lacks[nearest.pk])
    rows = tuple(dict.fromkeys((nearest, *(row for _sentence, row in lacks[nearest.pk]))))
    return Said(audience, label_of(audience), sentences, rows)


def _obstacles(facts: Facts, post: Affiliation, *, on: date) -> Iterator[tuple[str, Model]]:
    """What keeps a post from giving anything that day."""
    told = {"organisation": post.organisation.name}
    if on < post.starts_on:
        yield _("The post at %(organisation)s begins on %(day)s.") % {**told, "day": _day(post.starts_on)}, post
    if post.ends_on is not None and on >= post.ends_on:
        yield _("The post at %(organisation)s ended on %(day)s.") % {**told, "day": _day(post.ends_on)}, post
    if not is_open(post.organisation, on=on):
        day = _day(closed_on(post.organisation) or on)
        yield _("%(organisation)s was archived on %(day)s.") % {**told, "day": day}, post.organisation
    if post.verified_at is None:
        yield _("The post at %(organisation)s is not verified.") % told, post
    if facts.membership(post.organisation, on=on) is None:
        yield _no_membership(facts, post.organisation, on=on)


def _no_membership(facts: Facts, organisation: Organisation, *, on: date) -> tuple[str, Model]:
    """The membership that comes nearest to counting, and why it does not."""
    rows = facts.memberships.get(organisation.pk, ())
    told = {"organisation": organisation.name}
    lapsed = [row for row in rows if row.state == MembershipState.ACTIVE and row.lapses_on <= on]
    coming = [row for row in rows if row.state == MembershipState.ACTIVE and row.starts_on > on]
    waiting = {
        MembershipState.ADMITTED: _("%(organisation)s is admitted, but its dues are not settled."),
        MembershipState.REQUESTED: _("The application of %(organisation)s is under study."),
    }
    for state, sentence in waiting.items():
        if found := [row for row in rows if row.state == state and row.ends_on > on]:
            return sentence % told, found[-1]
    if coming:
        return _("The membership of %(organisation)s begins on %(day)s.") % {
            **told,
            "day": _day(coming[0].starts_on),
        }, coming[0]
    if lapsed:
        latest = max(lapsed, key=lambda row: row.lapses_on)
        day = {**told, "day": _day(latest.lapses_on)}
        return _("The membership of %(organisation)s lapsed on %(day)s.") % day, latest
    if rows:
        return _("The last membership of %(organisation)s was refused or cancelled.") % told, rows[-1]
    return _("%(organisation)s has never been a member.") % told, organisation


def _why_not_board(facts: Facts, *, on: date) -> Said:
    seats = [mandate for mandate in facts.mandates if mandate.group.kind == GroupKind.BOARD]
    if not seats:
        return Said(Audience.BOARD, label_of(Audience.BOARD), _("This person has no mandate in a board."))
    nearest = max(seats, key=lambda mandate: (mandate.starts_on <= on, mandate.starts_on))
    told = {"group": nearest.group.name}
    if nearest.starts_on > on:
        said = _("The mandate in “%(group)s” begins on %(day)s.") % {**told, "day": _day(nearest.starts_on)}
    elif nearest.ends_on is not None and nearest.ends_on <= on:
        said = _("The mandate in “%(group)s” ended on %(day)s.") % {**told, "day": _day(nearest.ends_on)}
    else:
        said = _("“%(group)s” was archived on %(day)s.") % {**told, "day": _day(closed_on(nearest.group) or on)}
    return Said(Audience.BOARD, label_of(Audience.BOARD), said, (nearest,))


def _steps(facts: Facts) -> Iterator[Step]:
    """Each day on which the audiences are not those of the day before."""
    for day in facts.days():
        before, after = facts.audiences(on=day - timedelta(days=1)), facts.audiences(on=day)
        if before != after:
            gained, lost = ([label_of(one, facts) for one in sorted(some)] for some in (after - before, before - after))
            yield Step(day, tuple(gained), tuple(lost), " ".join(_events(facts, day)))


def _events(facts: Facts, day: date) -> Iterator[str]:
    """What begins or ends that day."""
    for post in facts.posts:
        told = {"organisation": post.organisation.name}
        yield from _on(
            day,
            (post.starts_on, _("The post at %(organisation)s begins.") % told),
            (post.ends_on, _("The post at %(organisation)s ends.") % told),
        )
    for organisation in {post.organisation_id: post.organisation for post in facts.posts}.values():
        yield from _of_organisation(facts, organisation, day)
    for mandate in facts.mandates:
        said = {"group": mandate.group.name}
        yield from _on(
            day,
            (mandate.starts_on, _("The mandate in “%(group)s” begins.") % said),
            (mandate.ends_on, _("The mandate in “%(group)s” ends.") % said),
            (closed_on(mandate.group), _("“%(group)s” is archived.") % said),
        )


def _of_organisation(facts: Facts, organisation: Organisation, day: date) -> Iterator[str]:
    told = {"organisation": organisation.name}
    yield from _on(day, (closed_on(organisation), _("%(organisation)s is archived.") % told))
    for row in facts.memberships.get(organisation.pk, ()):
        if row.state == MembershipState.ACTIVE:
            yield from _on(
                day,
                (row.starts_on, _("The membership of %(organisation)s begins.") % told),
                (row.lapses_on, _("The membership of %(organisation)s lapses.") % told),
            )


def _on(day: date, *events: tuple[date | None, str]) -> Iterator[str]:
    return (sentence for when, sentence in events if when == day)


def _lanes(
    facts: Facts, steps: tuple[Step, ...], first: date, last: date
) -> Iterator[tuple[str, tuple[tuple[date, date], ...]]]:
    """The stretches of each audience that one may gain or lose, within the span."""
    marks = sorted({first, last, *(step.on for step in steps if first < step.on < last)})
    held = [(start, end, facts.audiences(on=start)) for start, end in pairwise(marks)]
    shown = {one for _start, _end, some in held for one in some} - {Audience.PUBLIC, Audience.ACCOUNT}
    for audience in sorted(shown):
        stretches: list[tuple[date, date]] = []
        for start, end, some in held:
            if audience not in some:
                continue
            if stretches and stretches[-1][1] == start:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
        yield label_of(audience, facts), tuple(stretches)


def _day(value: date) -> str:
    return spelled_day(value, get_language() or "fr", weekday=False)
