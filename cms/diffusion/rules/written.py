"""A policy as somebody writes it: what is wrong with it, its examples, and what differs from another one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.diffusion.rules.decision import LADDER, Decision, Facts, Rule, decide, is_audience, named, opening_of, opens_on
from registrations.actors import Actor, Role

LONGEST_DELAY = 36_500
"""Days: a century. Beyond it a delay is a typing error."""
SOME_DAY = date(2001, 1, 1)
"""When an example's work was published: any day would do."""

NEXT: dict[str, frozenset[str]] = {
    "draft": frozenset({"consultation", "adopted"}),
    "consultation": frozenset({"adopted"}),
}


def may_write_policy(by: Actor) -> bool:
    """The team (librarians) and the board secretary prepare what the board decides; an administrator may stand in."""
    return by.has(Role.BOARD_SECRETARY, Role.LIBRARIAN)


def may_confirm_adoption(by: Actor) -> bool:
    """The secretary answers for what the board decided."""
    return by.has(Role.BOARD_SECRETARY)


def may_read_version(state: str, consulted: Iterable[str], audiences: frozenset[str], *, to_team: bool) -> bool:
    """What is adopted is everybody's; a draft in consultation, those consulted; the team reads all."""
    return to_team or state == "adopted" or (state == "consultation" and not audiences.isdisjoint(consulted))


class Written(Protocol):
    """A rule as somebody writes it."""

    @property
    def clause(self) -> str: ...
    @property
    def explanation_fr(self) -> str: ...
    @property
    def kinds(self) -> list[str]: ...
    @property
    def audiences(self) -> list[str]: ...
    @property
    def verbs(self) -> list[str]: ...
    @property
    def delay_days(self) -> int: ...


def fault_of(rule: Written, *, kinds: Iterable[str], verbs: Iterable[str]) -> str | Promise:
    """What is wrong with a rule as it is written, in words; "" when nothing is."""
    faults = (
        (not rule.clause.strip(), _("the clause is missing")),
        (not rule.explanation_fr.strip(), _("the explanation in French is missing")),
        (not set(rule.kinds) <= set(kinds), _("a kind of resource is unknown")),
        (not all(is_audience(name) for name in rule.audiences), _("an audience is unknown")),
        (not set(rule.verbs) <= set(verbs), _("a verb is unknown")),
        (not 0 <= rule.delay_days <= LONGEST_DELAY, _("the delay is out of bounds")),
    )
    return next((fault for wrong, fault in faults if wrong), "")


class WrittenExample(Protocol):
    """An example as somebody writes it."""

    @property
    def sentence_fr(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def audience(self) -> str: ...
    @property
    def verb(self) -> str: ...
    @property
    def days(self) -> int: ...


def fault_of_example(example: WrittenExample, *, kinds: Iterable[str], verbs: Iterable[str]) -> str | Promise:
    """What is wrong with an example as it is written, in words; "" when nothing is."""
    faults = (
        (not example.sentence_fr.strip(), _("the sentence in French is missing")),
        (example.kind not in set(kinds), _("a kind of resource is unknown")),
        (not is_audience(example.audience), _("an audience is unknown")),
        (example.verb not in set(verbs), _("a verb is unknown")),
        (not 0 <= example.days <= LONGEST_DELAY, _("the delay is out of bounds")),
    )
    return next((fault for wrong, fault in faults if wrong), "")


def unanswered(rules: Iterable[Rule], *, kinds: Iterable[str], verbs: Iterable[str]) -> list[tuple[str, str, str]]:
    """Kind, audience and verb of each question that no rule answers: a policy with one cannot be adopted."""
    rules, verbs = tuple(rules), tuple(verbs)
    return [
        (kind, audience, verb)
        for kind in kinds
        for audience in audiences_in(rules)
        for verb in verbs
        if not any(rule.matches(kind, named(audience), verb) for rule in rules)
    ]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the board that must hold: of one kind, so many days after publication, may this audience?"""

    kind: str
    audience: str
    verb: str
    days: int
    allowed: bool


def answer_to(rules: Iterable[Rule], example: Example) -> Decision:
    """What the rules say of an example."""
    facts = Facts(kind=example.kind, published_on=SOME_DAY)
    return decide(rules, facts, named(example.audience), verb=example.verb, at=opens_on(SOME_DAY, example.days))


@dataclass(frozen=True, slots=True)
class Difference:
    """What one audience may do with one kind, before and after: days after publication, None for never."""

    kind: str
    audience: str
    verb: str
    before: int | None
    after: int | None

    @property
    def opens(self) -> bool:
        """Whether the audience gains: sooner, or at all."""
        return self.after is not None and (self.before is None or self.after < self.before)


def differences(
    before: Iterable[Rule],
    after: Iterable[Rule],
    *,
    kinds: Iterable[str],
    audiences: Iterable[str],
    verbs: Iterable[str],
) -> list[Difference]:
    """Each question to which two lists of rules give another answer."""
    before, after, audiences, verbs = tuple(before), tuple(after), tuple(audiences), tuple(verbs)
    asked = [(kind, audience, verb) for kind in kinds for audience in audiences for verb in verbs]
    found = [Difference(*each, _delay(before, *each), _delay(after, *each)) for each in asked]
    return [each for each in found if each.before != each.after]


def audiences_in(*policies: Iterable[Rule]) -> list[str]:
    """The ladder, then the groups that some rule names."""
    return [*LADDER, *sorted({a for rules in policies for rule in rules for a in rule.audiences if a not in LADDER})]


def _delay(rules: tuple[Rule, ...], kind: str, audience: str, verb: str) -> int | None:
    return opening_of(rules, kind=kind, audiences=named(audience), verb=verb).delay_days
