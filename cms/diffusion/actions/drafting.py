"""Beginning a version, its words, and throwing it away."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from cms.diffusion.actions.writing import (
    ExampleDraft,
    RuleDraft,
    allow,
    drafts_of,
    examples_of,
    open_version,
    write_examples,
    write_rules,
)
from cms.diffusion.models import PolicyVersion
from cms.diffusion.queries import version_in_force
from registrations.actors import Actor
from registrations.journal.actions import log

FIRST_POLICY = Path(__file__).parent.with_name("first_policy.json")


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
    examples: Iterable[ExampleDraft] = (),
) -> PolicyVersion:
    """Begin the next version, with the rules and examples given; nothing takes effect."""
    allow(by)
    last = PolicyVersion.objects.select_for_update().order_by("-number").first()
    words = {"title_fr": title_fr, "title_en": title_en, "text_fr": text_fr, "text_en": text_en}
    version = PolicyVersion.objects.create(number=last.number + 1 if last else 1, **words)
    write_rules(version, list(rules))
    write_examples(version, list(examples))
    log(version, "diffusion.draft", by=by, at=at, number=version.number)
    return version


def draft_first_policy(*, by: Actor, at: datetime) -> PolicyVersion:
    """Begin a version from the model that comes with the product: a start for the board's discussion."""
    model = json.loads(FIRST_POLICY.read_text())
    rules = [RuleDraft(**rule) for rule in model.pop("rules")]
    examples = [ExampleDraft(**example) for example in model.pop("examples")]
    return draft_policy(rules=rules, examples=examples, by=by, at=at, **model)


def draft_next_policy(*, start: str, by: Actor, at: datetime) -> PolicyVersion:
    """Begin a version from the model of the product, from the one in force (`current`), or from nothing."""
    current = version_in_force(at)
    if start == "model":
        return draft_first_policy(by=by, at=at)
    if start == "current" and current:
        words = {name: getattr(current, name) for name in ("title_fr", "title_en", "text_fr", "text_en")}
        return draft_policy(rules=drafts_of(current), examples=examples_of(current), by=by, at=at, **words)
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
    version = open_version(version, by=by)
    version.title_fr, version.title_en = title_fr, title_en
    version.text_fr, version.text_en = text_fr, text_en
    version.save(update_fields=["title_fr", "title_en", "text_fr", "text_en"])
    log(version, "diffusion.change", by=by, at=at)
    return version


@transaction.atomic
def discard_policy(version: PolicyVersion, *, by: Actor, at: datetime) -> None:
    """Throw a version away that was never adopted."""
    version = open_version(version, by=by)
    log(version, "diffusion.discard", by=by, at=at, number=version.number)
    version.delete()
