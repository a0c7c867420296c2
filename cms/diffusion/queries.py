"""Reading the policy: the version in force, its history, and what it says to each audience."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.diffusion.errors import NoSuchPolicy
from cms.diffusion.models import (
    PolicyAdoption,
    PolicyExample,
    PolicyRule,
    PolicyState,
    PolicyVersion,
    ResourceKind,
    Verb,
)
from cms.diffusion.rules import (
    LADDER,
    MONTREAL,
    Decision,
    Difference,
    Example,
    Opening,
    Rule,
    answer_to,
    audiences_in,
    differences,
    may_confirm_adoption,
    may_read_version,
    may_write_policy,
    named,
    opening_of,
    unanswered,
)
from registrations.actors import Actor
from registrations.groups.models import Group
from registrations.memberships.queries import standing

AUDIENCES = {
    "public": _("Everybody"),
    "account": _("People with an account"),
    "member": _("Staff of members"),
    "manager": _("Managers"),
    "director": _("Directors"),
    "board": _("Board"),
    "team": _("Permanent team"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """A version as the decision needs it. Number 0: none was in force, so that everything is refused."""

    number: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one audience gets of one kind."""

    audience: str
    opening: Opening


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of resource across the audiences."""

    kind: str
    label: str
    cells: list[Cell]


def policy_in_force(at: datetime) -> Policy:
    """The adopted version with the latest `effective_from` that has come; one statement."""
    version = PolicyVersion.objects.filter(state=PolicyState.ADOPTED, effective_from__lte=at).order_by(
        "-effective_from"
    )
    rules = PolicyRule.objects.filter(policy=version.values("pk")[:1]).select_related("policy")
    found = list(rules.defer("policy__text_fr", "policy__text_en").order_by("order"))
    return Policy(number=found[0].policy.number if found else 0, rules=tuple(as_rule(row) for row in found))


def as_rule(row: PolicyRule) -> Rule:
    """A row as the pure rule that it stands for."""
    return Rule(
        code=row.code,
        clause=row.clause,
        kinds=frozenset(row.kinds),
        audiences=frozenset(row.audiences),
        verbs=frozenset(row.verbs),
        delay_days=row.delay_days,
        allows=row.allows,
        explanations={"fr": row.explanation_fr, "en": row.explanation_en or row.explanation_fr},
    )


def rules_of(version: PolicyVersion) -> tuple[Rule, ...]:
    """The rules of a version, whatever its state."""
    return tuple(as_rule(row) for row in version.rules.order_by("order"))


def version_in_force(at: datetime) -> PolicyVersion | None:
    """The version itself, with its texts, for the page that shows it."""
    adopted = PolicyVersion.objects.filter(state=PolicyState.ADOPTED, effective_from__lte=at)
    return adopted.order_by("-effective_from").first()


def visible_versions(by: Actor, *, at: datetime) -> list[PolicyVersion]:
    """What this reader may open: adopted versions, drafts on which they are consulted; the team, all. Latest first.

    There are as many versions as the board adopted policies: a handful.
    """
    mine = standing(by.person, on=at.astimezone(MONTREAL).date()).audiences
    versions = PolicyVersion.objects.defer("text_fr", "text_en").order_by("-number")
    return [row for row in versions if may_read_version(row.state, row.consulted, mine, to_team=by.is_team)]


def visible_version(number: int, *, by: Actor, at: datetime) -> PolicyVersion:
    """Raises `NoSuchPolicy`, for a draft too when it is not the reader's to see."""
    version = PolicyVersion.objects.filter(number=number).first()
    mine = standing(by.person, on=at.astimezone(MONTREAL).date()).audiences
    if version is None or not may_read_version(version.state, version.consulted, mine, to_team=by.is_team):
        raise NoSuchPolicy()
    return version


def to_confirm(by: Actor) -> list[PolicyAdoption]:
    """What waits for this secretary: prepared by somebody else."""
    if not may_confirm_adoption(by):
        return []
    rows = PolicyAdoption.objects.filter(confirmed_at=None).exclude(prepared_by=by.person, prepared_by__isnull=False)
    return list(rows.select_related("policy").order_by("prepared_at"))


def adoption_of(number: int, *, by: Actor) -> PolicyAdoption:
    """What was prepared or confirmed for a version, for those who write the policy. Raises `NoSuchPolicy`."""
    row = PolicyAdoption.objects.select_related("policy").filter(policy__number=number).first()
    if row is None or not may_write_policy(by):
        raise NoSuchPolicy()
    return row


def comparison(before: PolicyVersion, after: PolicyVersion) -> list[Difference]:
    """Each question to which two versions give another answer, the groups that either names included."""
    old, new = rules_of(before), rules_of(after)
    asked = {"kinds": ResourceKind.values, "audiences": audiences_in(old, new), "verbs": Verb.values}
    return differences(old, new, **asked)


@dataclass(frozen=True, slots=True)
class Change:
    """Differences of one kind and one answer said together, in words."""

    kind: str
    audiences: list[str]
    verbs: list[str]
    before: int | None
    after: int | None
    opens: bool


def changed_words(found: Iterable[Difference]) -> list[Change]:
    """Differences grouped by what changes, so that a page says each once."""
    groups: dict[tuple[Any, ...], dict[str, list[str]]] = {}
    for each in found:
        by_audience = groups.setdefault((each.kind, each.before, each.after, each.opens), {})
        by_audience.setdefault(each.audience, []).append(each.verb)
    together: dict[tuple[Any, ...], list[str]] = {}
    for key, by_audience in groups.items():
        for audience, verbs in by_audience.items():
            together.setdefault((key, tuple(verbs)), []).append(audience)
    return [
        Change(
            kind=str(ResourceKind(kind).label),
            audiences=audiences_named(names),
            verbs=[str(Verb(verb).label) for verb in verbs],
            before=before,
            after=after,
            opens=opens,
        )
        for ((kind, before, after, opens), verbs), names in together.items()
    ]


def questions_left(version: PolicyVersion) -> list[str]:
    """Kind, audience and verb that no rule of the version answers, in words."""
    left = unanswered(rules_of(version), kinds=ResourceKind.values, verbs=Verb.values)
    return [
        f"{ResourceKind(kind).label} / {AUDIENCES.get(audience, audience)} / {Verb(verb).label}"
        for kind, audience, verb in left
    ]


@dataclass(frozen=True, slots=True)
class Worked:
    """An example, and what the rules say of it."""

    example: PolicyExample
    decision: Decision

    @property
    def holds(self) -> bool:
        return self.decision.allowed == self.example.allowed

    @property
    def sentence(self) -> str:
        english = self.example.sentence_en if language() == "en" else ""
        return english or self.example.sentence_fr


def worked_examples(version: PolicyVersion) -> list[Worked]:
    """Each example of a version with the answer of its rules (two statements)."""
    rules = rules_of(version)
    return [Worked(row, answer_to(rules, as_example(row))) for row in version.examples.order_by("order")]


def failing_examples(version: PolicyVersion) -> list[str]:
    """The sentences that are not true under the version's rules."""
    return [worked.sentence for worked in worked_examples(version) if not worked.holds]


def as_example(row: PolicyExample) -> Example:
    """A row as the pure example that it stands for."""
    return Example(row.kind, row.audience, row.verb, row.days, row.allowed)


def next_change(after: datetime) -> datetime | None:
    """The next instant at which another version takes effect."""
    adopted = PolicyVersion.objects.filter(state=PolicyState.ADOPTED, effective_from__gt=after)
    return adopted.order_by("effective_from").values_list("effective_from", flat=True).first()


def matrix(rules: Iterable[Rule], *, verb: str = Verb.DOWNLOAD) -> list[Row]:
    """Kinds by audiences: from which day after publication each may do `verb`, or the rule that refuses."""
    rules = tuple(rules)
    return [
        Row(
            kind=kind,
            label=str(kind.label),
            cells=[
                Cell(audience, opening_of(rules, kind=kind, audiences=named(audience), verb=verb))
                for audience in LADDER
            ],
        )
        for kind in ResourceKind
    ]


def audiences() -> list[tuple[str, str]]:
    """The named audiences and their words, from the widest to the closest."""
    return [(name, str(AUDIENCES[name])) for name in LADDER]


def audiences_named(names: Iterable[str]) -> list[str]:
    """Audiences in words, groups by their names."""
    groups = dict(known_groups())
    return [str(AUDIENCES.get(name) or groups.get(name, name)) for name in names]


def known_groups() -> list[tuple[str, str]]:
    """Audiences that stand for a group: `group:<slug>` and the group's name."""
    groups = Group.objects.filter(archived_at=None).values_list("slug", "name")
    return [(f"group:{slug}", name) for slug, name in groups]


def language() -> str:
    """The reader's language, of the two that policies are written in."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"
