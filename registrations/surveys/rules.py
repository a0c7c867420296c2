"""What a survey asks, which answers hold, and what may be shown of them without showing anybody."""

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registrations.actors import Actor, Role

KEEPERS = (Role.TRAINING_LEAD,)
LEAST = 5
"""Fewer answers than this are never shown, nor can they be had by subtracting what is shown."""
SCALE = (1, 2, 3, 4, 5)
SATISFIED = (4, 5)
MOST_QUESTIONS, MOST_CHOICES, LONGEST_TEXT = 30, 12, 2_000
REMINDED_AFTER_DAYS = 5

G = TypeVar("G", bound=Hashable)


class QuestionKind(TextChoices):
    SCALE = "scale", _("Scale from 1 to 5")
    ONE = "one", _("One choice")
    SEVERAL = "several", _("Several choices")
    TEXT = "text", _("Text")


class SurveyState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("survey", "Open")
    CLOSED = "closed", pgettext_lazy("survey", "Closed")


NEXT: dict[str, frozenset[str]] = {
    SurveyState.DRAFT: frozenset({SurveyState.OPEN}),
    SurveyState.OPEN: frozenset({SurveyState.CLOSED}),
    SurveyState.CLOSED: frozenset({SurveyState.OPEN}),
}


def may_keep_surveys(by: Actor) -> bool:
    return by.has(*KEEPERS)


def shown_groups(counts: Mapping[G, int], *, least: int = LEAST) -> frozenset[G]:
    """The groups that may be shown beside the total: none under `least`, nor what is left when they are subtracted.

    While those left out hold between one and `least - 1` answers together, the smallest shown group joins them.
    """
    large = (group for group, count in counts.items() if count >= least)
    shown = sorted(large, key=lambda group: (counts[group], str(group)))  # the same ones each time
    left_out = sum(count for group, count in counts.items() if count < least)
    while shown and 0 < left_out < least:
        left_out += counts[shown.pop(0)]
    return frozenset(shown)


def is_valid(kind: str, choices: list[str], value: Any) -> bool:
    """Whether `value` answers a question of this kind."""
    if kind == QuestionKind.SCALE:
        return isinstance(value, int) and not isinstance(value, bool) and value in SCALE
    if kind == QuestionKind.ONE:
        return isinstance(value, str) and value in choices
    if kind == QuestionKind.SEVERAL:
        picked = value if isinstance(value, list) else []
        named = all(isinstance(one, str) and one in choices for one in picked)
        return bool(picked) and named and len(set(picked)) == len(picked)
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT
