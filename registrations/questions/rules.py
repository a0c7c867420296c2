"""What a question may be, when it is asked, which answers hold: without a database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_QUESTIONS, MOST_CHOICES = 30, 20
LONGEST_QUESTION, LONGEST_HELP, LONGEST_CHOICE = 300, 500, 120
LONGEST_LINE, LONGEST_TEXT = 200, 2_000
SENSITIVE_KEPT = timedelta(days=30)
"""How long after the event an answer to a sensitive question is kept."""
YES, NO = "yes", "no"


class QuestionKind(TextChoices):
    LINE = "line", _("Short text")
    TEXT = "text", _("Long text")
    ONE = "one", _("One choice")
    SEVERAL = "several", _("Several choices")
    YES_NO = "yes_no", _("Yes or no")


class Fault(TextChoices):
    """What is wrong with an answer: the codes that API clients read."""

    UNKNOWN = "unknown-question", _("This question is not asked here.")
    NOT_ASKED = "not-asked", _("This question is not asked, given the other answers.")
    MISSING = "missing", _("Answer this question.")
    WRONG_TYPE = "wrong-type", _("This kind of answer does not fit the question.")
    NOT_OFFERED = "choice-not-offered", _("Choose among the answers offered.")
    TOO_LONG = "too-long", _("This answer is too long.")
    NO_CONSENT = "consent-needed", _("Agree to the use of this answer, or leave it empty.")


WITH_CHOICES = (QuestionKind.ONE, QuestionKind.SEVERAL)
DECIDING = (*WITH_CHOICES, QuestionKind.YES_NO)
"""Kinds of questions on whose answer another may depend."""
LONGEST = {QuestionKind.LINE: LONGEST_LINE, QuestionKind.TEXT: LONGEST_TEXT}


@dataclass(frozen=True, slots=True)
class Rule:
    """One question as the rules see it: `when` is the key of the question it depends on, `value` the answer to it."""

    key: str
    kind: str
    choices: tuple[str, ...] = ()
    required: bool = False
    sensitive: bool = False
    when: str = ""
    value: str = ""


def is_empty(value: Any) -> bool:
    """Whether nothing was said; False is an answer."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def says(value: Any, wanted: str) -> bool:
    """Whether an answer is, or holds, the one on which another question depends."""
    if isinstance(value, bool):
        return wanted == (YES if value else NO)
    return wanted in value if isinstance(value, list) else value == wanted


def asked_among(rules: Sequence[Rule], given: Mapping[str, Any]) -> frozenset[str]:
    """The keys of the questions that are asked, given these answers.

    A question depends on one that stands before it: what hides one hides all that depend on it.
    """
    asked: set[str] = set()
    for rule in rules:
        if not rule.when or (rule.when in asked and says(given.get(rule.when), rule.value)):
            asked.add(rule.key)
    return frozenset(asked)


def fault_of(rule: Rule, value: Any) -> Fault | None:
    """What is wrong with an answer that was given."""
    if rule.kind == QuestionKind.YES_NO:
        return None if isinstance(value, bool) else Fault.WRONG_TYPE
    if rule.kind == QuestionKind.SEVERAL:
        return _fault_of_several(rule, value)
    if not isinstance(value, str):
        return Fault.WRONG_TYPE
    if rule.kind == QuestionKind.ONE:
        return None if value in rule.choices else Fault.NOT_OFFERED
    return Fault.TOO_LONG if len(value.strip()) > LONGEST[QuestionKind(rule.kind)] else None


def _fault_of_several(rule: Rule, value: Any) -> Fault | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return Fault.WRONG_TYPE
    offered = all(one in rule.choices for one in value) and len(set(value)) == len(value)
    return None if offered else Fault.NOT_OFFERED


def faults_in(rules: Sequence[Rule], given: Mapping[str, Any], *, consented: bool, complete: bool) -> dict[str, Fault]:
    """By key, what is wrong with these answers. `complete`: every required question that is asked has its answer."""
    known, said = {rule.key: rule for rule in rules}, {key for key, value in given.items() if not is_empty(value)}
    found = {key: Fault.UNKNOWN for key in said if key not in known}
    asked = asked_among(rules, given)
    for key, rule in known.items():
        if key in said:
            fault = _fault(rule, given[key], asked=key in asked, consented=consented)
        else:
            fault = Fault.MISSING if complete and rule.required and key in asked else None
        if fault:
            found[key] = fault
    return found


def _fault(rule: Rule, value: Any, *, asked: bool, consented: bool) -> Fault | None:
    if not asked:
        return Fault.NOT_ASKED
    return fault_of(rule, value) or (Fault.NO_CONSENT if rule.sensitive and not consented else None)


def kept_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept: without those that say nothing, without the blanks around."""
    said = {key: value for key, value in given.items() if not is_empty(value)}
    return {key: value.strip() if isinstance(value, str) else value for key, value in said.items()}


def missing_among(rules: Sequence[Rule], given: Mapping[str, Any]) -> list[str]:
    """The required questions that are asked and have no answer yet."""
    asked = asked_among(rules, given)
    return [rule.key for rule in rules if rule.required and rule.key in asked and is_empty(given.get(rule.key))]


def depends_rightly(rules: Sequence[Rule]) -> bool:
    """Whether each condition speaks of a question that stands before, and of an answer that it offers."""
    before: dict[str, Rule] = {}
    for rule in rules:
        if rule.when and not (rule.when in before and rule.value in answers_offered(before[rule.when])):
            return False
        before[rule.key] = rule
    return True


def answers_offered(rule: Rule) -> Collection[str]:
    """The answers on which another question may depend."""
    return (YES, NO) if rule.kind == QuestionKind.YES_NO else rule.choices


def sensitive_until(on: date) -> date:
    """Events that ended before this day: answers to their sensitive questions are to be erased on `on`."""
    return on - SENSITIVE_KEPT
