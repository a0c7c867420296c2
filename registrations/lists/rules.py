"""How many rows one act may touch, and what becomes of each."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_ROWS = 2_000
MOST_FILTERS = 20
"""Filters that one person may save for one list."""
AT_ONCE = 100
"""Rows done while the person waits; more are left to the worker, and the page follows them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a row may pass, and a sentence: what will happen to it, or why it is left out. No name in it."""

    ok: bool
    text: str | Promise = ""


def passes(text: str | Promise = "") -> Verdict:
    """The row may pass; `text` says what will happen to it."""
    return Verdict(ok=True, text=text)


def left_out(text: str | Promise) -> Verdict:
    """The row is left out, and why."""
    return Verdict(ok=False, text=text)


class RunState(TextChoices):
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")


class RowState(TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    LEFT_OUT = "left_out", _("Left out")
    REFUSED = "refused", _("Refused")


NEXT: dict[str, frozenset[str]] = {
    RunState.APPLYING: frozenset({RunState.APPLIED}),
    RunState.APPLIED: frozenset(),
}
