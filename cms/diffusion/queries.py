"""Reading the policy: the version in force, its history, and what it says to each audience."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.diffusion.errors import NoSuchPolicy
from cms.diffusion.models import PolicyRule, PolicyState, PolicyVersion, ResourceKind, Verb
from cms.diffusion.rules import LADDER, Opening, Rule, named, opening_of
from registrations.groups.models import Group

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


def visible_versions(*, to_team: bool) -> QuerySet[PolicyVersion]:
    """Adopted and consulted versions are everybody's; drafts are the team's."""
    versions = PolicyVersion.objects.all()
    return versions if to_team else versions.exclude(state=PolicyState.DRAFT)


def visible_version(number: int, *, to_team: bool) -> PolicyVersion:
    """Raises `NoSuchPolicy`, for a draft too when it is not the reader's to see."""
    version = visible_versions(to_team=to_team).filter(number=number).first()
    if version is None:
        raise NoSuchPolicy()
    return version


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


def known_groups() -> list[tuple[str, str]]:
    """Audiences that stand for a group: `group:<slug>` and the group's name."""
    groups = Group.objects.filter(archived_at=None).values_list("slug", "name")
    return [(f"group:{slug}", name) for slug, name in groups]


def language() -> str:
    """The reader's language, of the two that policies are written in."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"
