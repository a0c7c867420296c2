"""Shapes of the policy's API."""

from datetime import datetime

from ninja import Schema

from cms.diffusion.models import PolicyVersion
from cms.diffusion.queries import language, rules_of, version_in_force
from cms.diffusion.rules import Rule


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
        )
