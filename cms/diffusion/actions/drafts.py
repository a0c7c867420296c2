"""Writing, consulting on and adopting the policy: the board secretary's acts."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path

from django.db import transaction

from cms.diffusion.errors import (
    NotPolicyWriter,
    PolicyInThePast,
    PolicyIsAdopted,
    PolicyRuleUnclear,
    PolicyUnanswered,
    PolicyWithoutResolution,
    TwoPoliciesAtOnce,
)
from cms.diffusion.models import PolicyRule, PolicyState, PolicyVersion, ResourceKind, Verb
from cms.diffusion.queries import rules_of, version_in_force
from cms.diffusion.rules import NEXT, fault_of, may_write_policy, unanswered
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.states import move

FIRST_POLICY = Path(__file__).with_name("first_policy.json")
AREA = "library"


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


@transaction.atomic
def draft_policy(
    *,
    title_fr: str,
    by: Actor,
    at: datetime,
    title_en: str = "",
    text_fr: str = "",
    text_en: str = "",
    rules: Iterable[RuleDraft] = (),
) -> PolicyVersion:
    """Begin the next version, with the rules given; nothing takes effect."""
    _allow(by)
    last = PolicyVersion.objects.select_for_update().order_by("-number").first()
    version = PolicyVersion.objects.create(
        number=last.number + 1 if last else 1,
        title_fr=title_fr,
        title_en=title_en,
        text_fr=text_fr,
        text_en=text_en,
    )
    _write_rules(version, list(rules))
    log(version, "diffusion.draft", by=by, at=at, number=version.number)
    return version


def draft_first_policy(*, by: Actor, at: datetime) -> PolicyVersion:
    """Begin a version from the model that comes with the product: a start for the board's discussion."""
    model = json.loads(FIRST_POLICY.read_text())
    return draft_policy(rules=[RuleDraft(**rule) for rule in model.pop("rules")], by=by, at=at, **model)


def draft_next_policy(*, start: str, by: Actor, at: datetime) -> PolicyVersion:
    """Begin a version from the model of the product, from the one in force (`current`), or from nothing."""
    current = version_in_force(at)
    if start == "model":
        return draft_first_policy(by=by, at=at)
    if start == "current" and current:
        words = {name: getattr(current, name) for name in ("title_fr", "title_en", "text_fr", "text_en")}
        return draft_policy(rules=drafts_of(current), by=by, at=at, **words)
    return draft_policy(title_fr="Politique de diffusion des ressources documentaires", by=by, at=at)


@transaction.atomic
def change_policy(
    version: PolicyVersion,
    *,
    title_fr: str,
    title_en: str,
    text_fr: str,
    text_en: str,
    by: Actor,
    at: datetime,
) -> PolicyVersion:
    """Change the words of a version that is not adopted."""
    version = _open_version(version, by=by)
    version.title_fr, version.title_en = title_fr, title_en
    version.text_fr, version.text_en = text_fr, text_en
    version.save(update_fields=["title_fr", "title_en", "text_fr", "text_en"])
    log(version, "diffusion.change", by=by, at=at)
    return version


@transaction.atomic
def replace_rules(version: PolicyVersion, *, rules: Iterable[RuleDraft], by: Actor, at: datetime) -> PolicyVersion:
    """Give a version that is not adopted another list of rules. Raises `PolicyRuleUnclear`."""
    version = _open_version(version, by=by)
    version.rules.all().delete()
    _write_rules(version, list(rules))
    log(version, "diffusion.rules", by=by, at=at, rules=version.rules.count())
    return version


def place_rule(
    version: PolicyVersion, *, rule: RuleDraft, position: int, by: Actor, at: datetime, instead_of: int | None = None
) -> PolicyVersion:
    """Write one rule at a place of the list (1 is the first), in the stead of another one or besides."""
    rules = drafts_of(version)
    if instead_of is not None:
        del rules[instead_of - 1 : instead_of]
    rules.insert(max(position - 1, 0), rule)
    return replace_rules(version, rules=rules, by=by, at=at)


def remove_rule(version: PolicyVersion, *, order: int, by: Actor, at: datetime) -> PolicyVersion:
    """Take one rule out of the list."""
    rules = drafts_of(version)
    del rules[order - 1 : order]
    return replace_rules(version, rules=rules, by=by, at=at)


def drafts_of(version: PolicyVersion) -> list[RuleDraft]:
    """The rules of a version, as they would be written again: what a new version starts from."""
    names = [field.name for field in fields(RuleDraft)]
    return [RuleDraft(**row) for row in version.rules.order_by("order").values(*names)]


@transaction.atomic
def open_consultation(version: PolicyVersion, *, by: Actor, at: datetime) -> PolicyVersion:
    """Show a draft to the members before the board votes."""
    version = _open_version(version, by=by)
    _move(version, to=PolicyState.CONSULTATION)
    log(version, "diffusion.consult", by=by, at=at)
    return version


@transaction.atomic
def adopt_policy(
    version: PolicyVersion, *, resolution: str, effective_from: datetime, by: Actor, at: datetime
) -> PolicyVersion:
    """Record the board's adoption; from then on the version can never change.

    Every kind and audience must have an answer to every verb.
    """
    version = _open_version(version, by=by)
    if not resolution.strip():
        raise PolicyWithoutResolution()
    if effective_from < at:
        raise PolicyInThePast()
    if open_questions := questions_left(version):
        raise PolicyUnanswered(questions=", ".join(open_questions[:5]))
    with constraint_means(PolicyVersion, "policyversion_one_adopted_per_instant", TwoPoliciesAtOnce()):
        _move(
            version,
            to=PolicyState.ADOPTED,
            resolution=resolution.strip(),
            adopted_at=at,
            effective_from=effective_from,
        )
    log(version, "diffusion.adopt", by=by, at=at, number=version.number)
    bump(AREA)
    return version


@transaction.atomic
def discard_policy(version: PolicyVersion, *, by: Actor, at: datetime) -> None:
    """Throw a version away that was never adopted."""
    version = _open_version(version, by=by)
    log(version, "diffusion.discard", by=by, at=at, number=version.number)
    version.delete()


def questions_left(version: PolicyVersion) -> list[str]:
    """Kind, audience and verb that no rule of the version answers, in words."""
    left = unanswered(rules_of(version), kinds=ResourceKind.values, verbs=Verb.values)
    return [f"{ResourceKind(kind).label} / {audience} / {Verb(verb).label}" for kind, audience, verb in left]


def _allow(by: Actor) -> None:
    if not may_write_policy(by):
        raise NotPolicyWriter()


def _open_version(version: PolicyVersion, *, by: Actor) -> PolicyVersion:
    """The version, locked, when `by` may change it and it is not adopted yet."""
    _allow(by)
    locked = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    if locked.state == PolicyState.ADOPTED:
        raise PolicyIsAdopted(number=locked.number)
    return locked


def _move(version: PolicyVersion, *, to: str, **fields: object) -> None:
    move(PolicyVersion.objects.all(), version.pk, table=NEXT, from_=version.state, to=to, **fields)
    version.refresh_from_db()


def _write_rules(version: PolicyVersion, rules: list[RuleDraft]) -> None:
    for number, rule in enumerate(rules, start=1):
        if fault := fault_of(rule, kinds=ResourceKind.values, verbs=Verb.values):
            raise PolicyRuleUnclear(number=number, fault=fault)
    PolicyRule.objects.bulk_create(
        PolicyRule(policy=version, order=number, **asdict(rule)) for number, rule in enumerate(rules, start=1)
    )
