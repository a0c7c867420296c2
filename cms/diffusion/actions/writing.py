"""The rules of a version and the examples that they must keep true, until it is adopted."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime

from django.db import transaction

from cms.diffusion.errors import NotPolicyWriter, PolicyExampleUnclear, PolicyIsAdopted, PolicyRuleUnclear
from cms.diffusion.models import PolicyAdoption, PolicyExample, PolicyRule, PolicyState, PolicyVersion, Verb
from cms.diffusion.models import ResourceKind as Kind
from cms.diffusion.rules import fault_of, fault_of_example, may_write_policy
from registrations.actors import Actor
from registrations.journal.actions import log


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as it is written; its place in the list is its order. Empty lists mean all."""

    clause: str
    explanation_fr: str
    explanation_en: str = ""
    kinds: list[str] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    delay_days: int = 0
    allows: bool = True


@dataclass(frozen=True, slots=True)
class ExampleDraft:
    """A sentence of the board: so many days after publication, may this audience do that with this kind?"""

    sentence_fr: str
    kind: str
    audience: str
    verb: str
    allowed: bool
    days: int = 0
    sentence_en: str = ""


@transaction.atomic
def replace_rules(version: PolicyVersion, *, rules: Iterable[RuleDraft], by: Actor, at: datetime) -> PolicyVersion:
    """Give a version that is not adopted another list of rules. Raises `PolicyRuleUnclear`."""
    version = open_version(version, by=by)
    version.rules.all().delete()
    write_rules(version, list(rules))
    log(version, "diffusion.rules", by=by, at=at, rules=version.rules.count())
    return version


def place_rule(
    version: PolicyVersion, *, rule: RuleDraft, position: int, by: Actor, at: datetime, instead_of: int | None = None
) -> PolicyVersion:
    """Write one rule at a place of the list (1 is the first), in the stead of another one or besides."""
    rules = placed(drafts_of(version), rule, position=position, instead_of=instead_of)
    return replace_rules(version, rules=rules, by=by, at=at)


def remove_rule(version: PolicyVersion, *, order: int, by: Actor, at: datetime) -> PolicyVersion:
    """Take one rule out of the list."""
    rules = drafts_of(version)
    del rules[order - 1 : order]
    return replace_rules(version, rules=rules, by=by, at=at)


@transaction.atomic
def replace_examples(
    version: PolicyVersion, *, examples: Iterable[ExampleDraft], by: Actor, at: datetime
) -> PolicyVersion:
    """Give a version that is not adopted other examples. Raises `PolicyExampleUnclear`."""
    version = open_version(version, by=by)
    version.examples.all().delete()
    write_examples(version, list(examples))
    log(version, "diffusion.examples", by=by, at=at, examples=version.examples.count())
    return version


def add_example(version: PolicyVersion, *, example: ExampleDraft, by: Actor, at: datetime) -> PolicyVersion:
    """Write one more example; it need not hold yet."""
    return replace_examples(version, examples=[*examples_of(version), example], by=by, at=at)


def remove_example(version: PolicyVersion, *, order: int, by: Actor, at: datetime) -> PolicyVersion:
    """Take one example out of the list."""
    examples = examples_of(version)
    del examples[order - 1 : order]
    return replace_examples(version, examples=examples, by=by, at=at)


def placed(rules: list[RuleDraft], rule: RuleDraft, *, position: int, instead_of: int | None = None) -> list[RuleDraft]:
    """The list with this rule at its place."""
    rules = list(rules)
    if instead_of is not None:
        del rules[instead_of - 1 : instead_of]
    rules.insert(max(position - 1, 0), rule)
    return rules


def drafts_of(version: PolicyVersion) -> list[RuleDraft]:
    """The rules of a version, as they would be written again: what a new version starts from."""
    names = [field.name for field in fields(RuleDraft)]
    return [RuleDraft(**row) for row in version.rules.order_by("order").values(*names)]


def examples_of(version: PolicyVersion) -> list[ExampleDraft]:
    """The examples of a version, as they would be written again."""
    names = [field.name for field in fields(ExampleDraft)]
    return [ExampleDraft(**row) for row in version.examples.order_by("order").values(*names)]


def allow(by: Actor) -> None:
    if not may_write_policy(by):
        raise NotPolicyWriter()


def open_version(version: PolicyVersion, *, by: Actor) -> PolicyVersion:
    """The version, locked, when `by` may change it and it is not adopted yet.

    What the board was to adopt changes: an adoption that was prepared is withdrawn.
    """
    locked = locked_version(version, by=by)
    PolicyAdoption.objects.filter(policy=locked).delete()
    return locked


def locked_version(version: PolicyVersion, *, by: Actor) -> PolicyVersion:
    """The version, locked. Raises `PolicyIsAdopted`."""
    allow(by)
    locked = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    if locked.state == PolicyState.ADOPTED:
        raise PolicyIsAdopted(number=locked.number)
    return locked


def write_rules(version: PolicyVersion, rules: list[RuleDraft]) -> None:
    for number, rule in enumerate(rules, start=1):
        if fault := fault_of(rule, kinds=Kind.values, verbs=Verb.values):
            raise PolicyRuleUnclear(number=number, fault=fault)
    PolicyRule.objects.bulk_create(
        PolicyRule(policy=version, order=number, **asdict(rule)) for number, rule in enumerate(rules, start=1)
    )


def write_examples(version: PolicyVersion, examples: list[ExampleDraft]) -> None:
    for example in examples:
        if fault := fault_of_example(example, kinds=Kind.values, verbs=Verb.values):
            raise PolicyExampleUnclear(fault=fault)
    PolicyExample.objects.bulk_create(
        PolicyExample(policy=version, order=number, **asdict(example))
        for number, example in enumerate(examples, start=1)
    )
