"""Shapes of the policy's API."""

from datetime import date, datetime

from ninja import Schema

from cms.diffusion.models import PolicyAdoption, PolicyVersion
from cms.diffusion.queries import Worked, language, rules_of, version_in_force, worked_examples
from cms.diffusion.rules import Difference, Rule


class RuleOut(Schema):
    """One rule; empty lists mean all."""

    code: str
    clause: str
    kinds: list[str]
    audiences: list[str]
    verbs: list[str]
    delay_days: int
    allows: bool
    explanation: str

    @classmethod
    def of(cls, rule: Rule) -> "RuleOut":
        return cls(
            code=rule.code,
            clause=rule.clause,
            kinds=sorted(rule.kinds),
            audiences=sorted(rule.audiences),
            verbs=sorted(rule.verbs),
            delay_days=rule.delay_days,
            allows=rule.allows,
            explanation=rule.explanations[language()],
        )


class ExampleOut(Schema):
    """A sentence of the board, and whether the rules keep it true."""

    sentence: str
    kind: str
    audience: str
    verb: str
    days: int
    allowed: bool
    holds: bool

    @classmethod
    def of(cls, worked: Worked) -> "ExampleOut":
        row = worked.example
        asked = {"kind": row.kind, "audience": row.audience, "verb": row.verb, "days": row.days}
        return cls(sentence=worked.sentence, allowed=row.allowed, holds=worked.holds, **asked)


class DifferenceOut(Schema):
    """What one audience may do with one kind: days after publication before and after, null for never."""

    kind: str
    audience: str
    verb: str
    before: int | None
    after: int | None
    opens: bool

    @classmethod
    def of(cls, found: Difference) -> "DifferenceOut":
        asked = {"kind": found.kind, "audience": found.audience, "verb": found.verb}
        return cls(before=found.before, after=found.after, opens=found.opens, **asked)


class AdoptionOut(Schema):
    """The board's resolution."""

    number: int
    resolution: str
    decided_on: date
    effective_from: datetime | None
    prepared_at: datetime
    confirmed_at: datetime | None

    @classmethod
    def of(cls, adoption: PolicyAdoption) -> "AdoptionOut":
        names = ("resolution", "decided_on", "effective_from", "prepared_at", "confirmed_at")
        return cls(number=adoption.policy.number, **{name: getattr(adoption, name) for name in names})


class PolicyLineOut(Schema):
    """One version in the list."""

    number: int
    state: str
    title: str
    effective_from: datetime | None
    in_force: bool

    @classmethod
    def of(cls, version: PolicyVersion, *, in_force: bool) -> "PolicyLineOut":
        title = (language() == "en" and version.title_en) or version.title_fr
        return cls(
            number=version.number,
            state=version.state,
            title=title,
            effective_from=version.effective_from,
            in_force=in_force,
        )


class PolicyOut(Schema):
    """One version of the diffusion policy."""

    number: int
    state: str
    title: str
    text: str
    resolution: str
    adopted_at: datetime | None
    effective_from: datetime | None
    in_force: bool
    rules: list[RuleOut]
    examples: list[ExampleOut]

    @classmethod
    def of(cls, version: PolicyVersion, *, at: datetime) -> "PolicyOut":
        english = language() == "en"
        in_force = version_in_force(at)
        return cls(
            number=version.number,
            state=version.state,
            title=(english and version.title_en) or version.title_fr,
            text=(english and version.text_en) or version.text_fr,
            resolution=version.resolution,
            adopted_at=version.adopted_at,
            effective_from=version.effective_from,
            in_force=in_force == version,
            rules=[RuleOut.of(rule) for rule in rules_of(version)],
            examples=[ExampleOut.of(worked) for worked in worked_examples(version)],
        )
