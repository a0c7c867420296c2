"""The diffusion policy as a pure function: no database, no clock, no request.

Lists, search, record pages, downloads and explanations all ask `decide`; the database form (`library.queries.allowed`)
uses `opening_of`, and a property test proves that both agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from registrations.memberships.rules import Audience

MONTREAL = ZoneInfo("America/Toronto")


class Reason(StrEnum):
    """Why a decision is what it is; the codes are part of the API."""

    RULE = "rule"
    GRANT = "grant"
    UNPUBLISHED = "unpublished"
    NARROWED = "narrowed"
    EMBARGO = "embargo"
    DELAY = "delay"
    AUDIENCE = "audience"
    NO_RULE = "no-rule"


class Remedy(StrEnum):
    """What a refused person can do about it."""

    NONE = ""
    SIGN_IN = "sign_in"
    JOIN = "join"
    RENEW = "renew"
    WAIT = "wait"
    ASK = "ask"


LADDER: dict[str, frozenset[str]] = {
    Audience.PUBLIC: frozenset({"public"}),
    Audience.ACCOUNT: frozenset({"public", "account"}),
    Audience.MEMBER: frozenset({"public", "account", "member"}),
    Audience.MANAGER: frozenset({"public", "account", "member", "manager"}),
    Audience.DIRECTOR: frozenset({"public", "account", "member", "manager", "director"}),
    Audience.BOARD: frozenset({"public", "account", "board"}),
    Audience.TEAM: frozenset({"public", "account", "team"}),
}
"""Each named audience, with all that somebody who is nothing more belongs to; from the widest to the closest."""


def is_audience(name: str) -> bool:
    """Whether a rule may name it: one of the ladder, or a group (`group:comite-recherche`)."""
    return name in LADDER or (name.startswith("group:") and len(name) > len("group:"))


def named(audience: str) -> frozenset[str]:
    """What somebody of this audience, and nothing more, belongs to."""
    return LADDER.get(audience, LADDER["account"] | {audience})


def closest(audiences: frozenset[str]) -> str:
    """The narrowest audience of the ladder that these contain: what download figures are kept by."""
    return next((str(name) for name in reversed(LADDER) if name in audiences), "public")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a policy. Empty sets mean every kind, every audience, every verb."""

    code: str
    clause: str
    kinds: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    delay_days: int = 0
    allows: bool = True
    explanations: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    def matches(self, kind: str, audiences: frozenset[str], verb: str) -> bool:
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.audiences or not self.audiences.isdisjoint(audiences))
            and (not self.verbs or verb in self.verbs)
        )


@dataclass(frozen=True, slots=True)
class Window:
    """A grant or a narrowing: its verbs (none: all), its holders (a narrowing has none: everybody), its instants."""

    starts_at: datetime
    ends_at: datetime
    verbs: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()

    def holds(self, audiences: frozenset[str], verb: str, at: datetime) -> bool:
        return (
            self.starts_at <= at < self.ends_at
            and (not self.verbs or verb in self.verbs)
            and (not self.holders or not self.holders.isdisjoint(audiences))
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the policy needs to know of a work. Holders of grants are `person:<id>` and `organisation:<id>`."""

    kind: str
    published_on: date
    live: bool = True
    embargo_until: datetime | None = None
    narrowings: tuple[Window, ...] = ()
    grants: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, and all that is needed to say it in a sentence."""

    allowed: bool
    reason: Reason
    rule: Rule | None = None
    opens_at: datetime | None = None
    remedy: Remedy = Remedy.NONE

    @property
    def clause(self) -> str:
        return self.rule.clause if self.rule else ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the rules alone give: days after publication from which it is allowed, or the rule that refuses."""

    delay_days: int | None
    allowing: Rule | None
    refusing: Rule | None


def opening_of(rules: Iterable[Rule], *, kind: str, audiences: frozenset[str], verb: str) -> Opening:
    """The earliest delay among the allows that come before the first deny; the day itself is not looked at."""
    allowing = refusing = None
    for rule in rules:
        if not rule.matches(kind, audiences, verb):
            continue
        if not rule.allows:
            refusing = rule
            break
        if allowing is None or rule.delay_days < allowing.delay_days:
            allowing = rule
    return Opening(allowing.delay_days if allowing else None, allowing, refusing)


def opens_on(published_on: date, delay_days: int) -> datetime:
    """The first instant, at midnight in Montréal, of the day that is `delay_days` after publication."""
    return datetime.combine(published_on + timedelta(days=delay_days), time.min, tzinfo=MONTREAL)


def decide(rules: Iterable[Rule], facts: Facts, audiences: frozenset[str], *, verb: str, at: datetime) -> Decision:
    """Narrowing, grant, embargo, then the rules in their order, then no.

    An allow whose day has not come does not decide, it only says when it will; `opens_at` is the earliest such day.
    """
    rules = tuple(rules)
    if not facts.live:
        return Decision(allowed=False, reason=Reason.UNPUBLISHED)
    if any(window.holds(audiences, verb, at) for window in facts.narrowings):
        return Decision(allowed=False, reason=Reason.NARROWED, remedy=_ask_or_sign_in(audiences))
    if any(window.holds(audiences, verb, at) for window in facts.grants):
        return Decision(allowed=True, reason=Reason.GRANT)
    if facts.embargo_until and at < facts.embargo_until:
        later = _by_rules(rules, facts, audiences, verb=verb, at=facts.embargo_until)
        opens_at = facts.embargo_until if later.allowed else later.opens_at
        remedy = _wait(opens_at, audiences)
        rule = later.rule if opens_at else None  # the one that will open
        return Decision(allowed=False, reason=Reason.EMBARGO, rule=rule, opens_at=opens_at, remedy=remedy)
    found = _by_rules(rules, facts, audiences, verb=verb, at=at)
    if found.allowed:
        return found
    remedy = _remedy(rules, facts, audiences, verb=verb, at=at, opens_at=found.opens_at)
    return Decision(allowed=False, reason=found.reason, rule=found.rule, opens_at=found.opens_at, remedy=remedy)


def _by_rules(rules: tuple[Rule, ...], facts: Facts, audiences: frozenset[str], *, verb: str, at: datetime) -> Decision:
    opening = opening_of(rules, kind=facts.kind, audiences=audiences, verb=verb)
    if opening.allowing is None:
        reason = Reason.AUDIENCE if opening.refusing else Reason.NO_RULE
        return Decision(allowed=False, reason=reason, rule=opening.refusing)
    opens_at = opens_on(facts.published_on, opening.allowing.delay_days)
    if opens_at <= at:
        return Decision(allowed=True, reason=Reason.RULE, rule=_first_open(rules, facts, audiences, verb=verb, at=at))
    return Decision(allowed=False, reason=Reason.DELAY, rule=opening.allowing, opens_at=opens_at)


def _first_open(rules: tuple[Rule, ...], facts: Facts, audiences: frozenset[str], *, verb: str, at: datetime) -> Rule:
    return next(
        rule
        for rule in rules
        if rule.matches(facts.kind, audiences, verb) and opens_on(facts.published_on, rule.delay_days) <= at
    )


def _remedy(
    rules: tuple[Rule, ...],
    facts: Facts,
    audiences: frozenset[str],
    *,
    verb: str,
    at: datetime,
    opens_at: datetime | None,
) -> Remedy:
    """What would help soonest: signing in when an account or a post could be enough, then waiting, joining, asking."""

    def open_to(audience: str) -> bool:
        return _by_rules(rules, facts, audiences | named(audience), verb=verb, at=at).allowed

    if "account" not in audiences:
        signed_in = any(open_to(name) for name in ("account", "member", "manager", "director", "board"))
        return Remedy.SIGN_IN if signed_in else _wait(opens_at, audiences)
    if opens_at:
        return Remedy.WAIT
    if "member" not in audiences and any(open_to(name) for name in ("member", "manager", "director")):
        return Remedy.JOIN
    return Remedy.ASK


def _wait(opens_at: datetime | None, audiences: frozenset[str]) -> Remedy:
    return Remedy.WAIT if opens_at else _ask_or_sign_in(audiences)


def _ask_or_sign_in(audiences: frozenset[str]) -> Remedy:
    return Remedy.ASK if "account" in audiences else Remedy.NONE
