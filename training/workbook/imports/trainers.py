"""The sheet of trainers, and how other sheets name them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.imports.registry import Outcome, Values, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.kinds import SheetKind
from training.catalogue.actions import change_trainer, register_trainer
from training.catalogue.models import Trainer
from training.workbook.imports.book import TRAINERS, Book
from training.workbook.imports.lines import TrainerSheetLines
from training.workbook.imports.written import differences, judged, of_trainer


class TrainerSheet(SheetKind):
    """A trainer is found by address, else by name: without an address of their own there, they get the sheet's."""

    kind, title, also = "workbook-trainers", TRAINERS, "Trainers"
    lines = TrainerSheetLines
    key = ("name", "email")

    def check(self, values: Values, known: Book, *, historical: bool) -> Outcome:  # noqa: ARG002 - the same in both modes
        if reason := _twice(values, known) or _ambiguous(values, known):
            return refused(reason)
        trainer = trainer_of(values, known)
        return judged(_changed(values, trainer)) if trainer else Outcome(Verdict.NEW)

    def apply(self, values: Values, known: Book, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        trainer = trainer_of(values, known)
        if trainer is None:
            trainer = register_trainer(**values, by=by, at=at)
        else:
            changed = {name: values[name] for name in _changed(values, trainer)}
            trainer = change_trainer(trainer, **changed, by=by, at=at)
        known.roster.add(trainer)


def trainer_of(values: Values, known: Book) -> Trainer | None:
    """The one that this line is about."""
    if email := values.get("email"):
        if email in known.roster.by_email:
            return known.roster.by_email[email]
        without = [trainer for trainer in known.roster.found(values["name"]) if not trainer.email]
        return without[0] if len(without) == 1 else None
    named = known.roster.found(values["name"])
    return named[0] if len(named) == 1 else None


def unknown_trainers(names: Iterable[str], known: Book) -> list[str]:
    """Why some of these names do not lead to one trainer."""
    return [reason for name in names if (reason := _unknown(name, known))]


def trainers_named(names: Iterable[str], known: Book) -> list[Trainer]:
    """The trainers of these names, whom `unknown_trainers` let through."""
    return [trainer for name in names for trainer in known.roster.found(name)]


def spelled(names: Iterable[str], known: Book) -> list[str]:
    """The same trainers as our own sheets name them."""
    found = {name: known.roster.found(name) for name in names}
    return sorted({known.roster.label(rows[0]) if len(rows) == 1 else name for name, rows in found.items()})


def _unknown(name: str, known: Book) -> str:
    said = {"name": name[:60], "sheet": TRAINERS}
    candidates = {str(trainer.pk) for trainer in known.roster.found(name)}
    for line in known.lines[TRAINERS]:
        if name.lower() == line.values.get("email") or name == line.values.get("name"):
            row = trainer_of(line.values, known) if line.values.get("name") else None
            candidates.add(str(row.pk) if row else f"line {line.row}")
    if not candidates:
        return _("“%(name)s” is no trainer that we know: add them on the sheet “%(sheet)s”, or mend the name.") % said
    if len(candidates) > 1:
        return _("Several trainers are called “%(name)s”: write the e-mail address of the right one instead.") % said
    return ""


def _twice(values: Values, known: Book) -> str:
    """Two lines about one trainer say two things."""
    mine = (values["name"], values.get("email", ""))
    row = trainer_of(values, known)
    for line in known.lines[TRAINERS]:
        other = (line.values.get("name"), line.values.get("email", ""))
        if other == mine:
            return ""
        same = other[0] and trainer_of(line.values, known)
        if (mine[1] and other[1] == mine[1]) or (row is not None and same == row):
            return _("Line %(line)s of this sheet is about the same trainer: keep one of the two.") % {"line": line.row}
    return ""


def _ambiguous(values: Values, known: Book) -> str:
    named = known.roster.found(values["name"])
    if values.get("email") or len(named) < 2:
        return ""
    said = {"name": values["name"][:60]}
    return _("Several trainers are called “%(name)s”: write the e-mail address of the right one.") % said


def _changed(values: Values, trainer: Trainer) -> dict[str, str]:
    """An empty address takes none away: it is by their name that the line speaks of them."""
    said = {name: value for name, value in values.items() if name != "email" or value}
    return differences(TrainerSheetLines, said, of_trainer(trainer))
