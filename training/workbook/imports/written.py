"""Rows as lines of the sheets, and what a line changes of its row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from registrations.imports.registry import Column, Lines, Outcome, Values
from registrations.imports.rules import Verdict
from training.catalogue.models import Activity, Trainer
from training.sessions.models import Meeting, Session

SHOWN = 60


@dataclass(slots=True)
class Roster:
    """The trainers there are, each named by name, or by address where several have that name."""

    by_email: dict[str, Trainer] = field(default_factory=dict)
    by_name: dict[str, list[Trainer]] = field(default_factory=dict)

    @classmethod
    def of(cls, trainers: Iterable[Trainer]) -> "Roster":
        roster = cls()
        for trainer in trainers:
            roster.add(trainer)
        return roster

    def add(self, trainer: Trainer) -> None:
        """Another one, or one whose address is new."""
        if trainer.email:
            self.by_email[trainer.email] = trainer
        others = [other for other in self.by_name.get(trainer.name, []) if other.pk != trainer.pk]
        self.by_name[trainer.name] = [*others, trainer]

    def found(self, text: str) -> list[Trainer]:
        """Those whom these words name: one, none, or several."""
        if "@" in text:
            one = self.by_email.get(text.lower())
            return [one] if one else []
        return self.by_name.get(text, [])

    def label(self, trainer: Trainer) -> str:
        """How a sheet names this one."""
        alone = len(self.by_name.get(trainer.name, [])) <= 1
        return trainer.name if alone or not trainer.email else trainer.email


def of_trainer(trainer: Trainer) -> dict[str, Any]:
    return {name: getattr(trainer, name) for name in ("name", "email", "language", "biography")}


PLAIN = (
    "slug",
    "title",
    "objectives",
    "kind",
    "stream",
    "language",
    "mode",
    "duration_minutes",
    "accreditation",
    "completion_percent",
    "replay_counts",
)


def of_activity(activity: Activity, roster: Roster) -> dict[str, Any]:
    return {name: getattr(activity, name) for name in PLAIN} | {
        "programme": activity.programme.slug if activity.programme else "",
        "trainers": sorted(roster.label(trainer) for trainer in activity.trainers.all()),
        "prerequisites": sorted(before.slug for before in activity.prerequisites.all()),
        "materials": sorted(work.slug for work in activity.materials.all()),
    }


OF_SESSION = (
    "code",
    "state",
    "visibility",
    "opens_at",
    "closes_at",
    "minimum",
    "cap_per_organisation",
    "price_cents",
    "member_price_cents",
    "cancel_hours",
    "place",
    "join_url",
)


def of_session(session: Session, roster: Roster) -> dict[str, Any]:
    return {name: getattr(session, name) for name in OF_SESSION} | {
        "activity": session.activity.slug,
        "trainers": sorted(roster.label(trainer) for trainer in session.trainers.all()),
        "capacity": session.pool.capacity,
    }


def of_meeting(code: str, position: int, meeting: Meeting) -> dict[str, Any]:
    kept = ("starts_at", "ends_at", "place", "join_url", "part", "mandatory")
    return {"session": code, "position": position} | {name: getattr(meeting, name) for name in kept}


def differences(lines: type[Lines], values: Values, before: Mapping[str, Any]) -> dict[str, str]:
    """The columns whose cell says something else than the row -> a sentence that says what."""
    found = {}
    for name, column in lines.columns().items():
        if name not in values or name not in before:
            continue
        old, new = (_text(column, each[name]) for each in (before, values))
        if old != new:
            said = {"column": column.heading, "old": _short(old), "new": _short(new)}
            found[name] = _("%(column)s: %(old)s → %(new)s") % said
    return found


def judged(changed: Mapping[str, str]) -> Outcome:
    """Unchanged, or an update that says what changes."""
    return Outcome(Verdict.UPDATE, list(changed.values())) if changed else Outcome(Verdict.SAME)


def _text(column: Column, value: Any) -> str:
    """What a cell would say, without the white space and the order that mean nothing."""
    if isinstance(value, list):
        value = sorted(value)
    text = ILLEGAL_CHARACTERS_RE.sub("", column.widget.written(value)).replace("\r\n", "\n")
    if getattr(column.widget, "lines", False):
        return "\n".join(line.strip() for line in text.strip().split("\n"))
    return " ".join(text.split())


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return (flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…") or "–"
