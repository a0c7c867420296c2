"""What a kind of import is: its columns, how it checks a line, how it applies one."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise
from import_export.fields import Field
from import_export.resources import Resource

from registrations.actors import Actor
from registrations.imports.rules.cells import Cell, Text
from registrations.imports.rules.states import Verdict

Values = Mapping[str, Any]


class Column(Field):
    """A column: its heading (French, part of the format, never translated), an example, what it may hold.

    `also`: the heading under which English speakers may write it.
    """

    def __init__(
        self, heading: str, *, example: str = "", required: bool = False, cell: Cell | None = None, also: str = ""
    ) -> None:
        super().__init__(column_name=heading, widget=cell or Text())
        self.heading, self.example, self.required, self.also = heading, example, required, also


class Lines(Resource):
    """The columns of a kind, in their order. A file may leave out those that are not required."""

    @classmethod
    def columns(cls) -> Mapping[str, Column]:
        """Name in `values` -> column."""
        return cls.fields  # type: ignore[no-any-return]  # filled by the resource's metaclass


@dataclass(slots=True)
class Read:
    """A line as it was read: the text of its cells by heading, their values by name, what is wrong with them.

    `number` is its own within the file; in a workbook, `row` is the one that the spreadsheet shows on `sheet`.
    """

    number: int
    cells: dict[str, str]
    values: Values = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would become of a line, and why."""

    verdict: str
    reasons: list[str] = field(default_factory=list)


class FileKind(ABC):
    """One kind of file that can be imported: a table (`ImportKind`), or several of them (`Workbook`).

    A `scoped` kind is about one row (an organisation's staff list): `within` gives the kind for that row, `allows`
    says who may use it there, and the team's screen of imports does not offer it.
    """

    kind: ClassVar[str]
    label: ClassVar[str | Promise]
    lines: ClassVar[type[Lines]]
    roles: ClassVar[frozenset[str]]
    order: ClassVar[int] = 100  # place in lists of kinds: what others refer to comes first
    one_action: ClassVar[bool] = False  # `apply` calls one action and nothing else: its own savepoint is enough
    exports: ClassVar[bool] = False  # whether `lines_out` gives what there is
    scoped: ClassVar[bool] = False

    @abstractmethod
    def part(self, sheet: str) -> "ImportKind":
        """The kind of the lines of a sheet."""

    def within(self, about: UUID | None) -> Self:  # noqa: ARG002 - only a scoped kind needs it
        """This kind for the row of a batch."""
        return self

    def allows(self, by: Actor, *, on: date) -> bool:  # noqa: ARG002 - roles do not depend on the day
        """Whether this actor may check and apply such files that day."""
        return by.has(*self.roles)

    def prepare(self, lines: Sequence[Values]) -> Any:  # noqa: ARG002 - a kind without references has none to load
        """The references of all the lines at once; `check` and `apply` get what it returns as `known`.

        `lines` holds the lines whose cells could be read. Called once per check and once per run of apply.
        """
        return None

    def lines_out(self) -> Iterable[Values]:
        """What there is, as lines of this kind: imported again, each changes nothing. Only where `exports`."""
        return ()


class ImportKind(FileKind):
    """One table. `key` names the columns that make a line unique within a file (empty: the whole line)."""

    key: ClassVar[tuple[str, ...]] = ()

    def part(self, sheet: str) -> "ImportKind":  # noqa: ARG002 - a table has no sheets
        return self

    @abstractmethod
    def check(self, values: Values, known: Any, *, historical: bool) -> Outcome:
        """The verdict on a line whose cells could be read. Writes nothing. Asked again just before `apply`.

        `values` has only the columns of the file: a column that is not there leaves what it would have changed.
        """

    @abstractmethod
    def apply(self, values: Values, known: Any, *, by: Actor, at: datetime, historical: bool) -> Any:
        """Call the action, inside a savepoint of the engine, then note in `known` what later lines must see.

        A `DomainError` refuses this line and leaves the others. In historical mode: dates, states and numbers as
        they are given, nothing sent, no windows or seats checked, rows marked `historical`.
        """


class SheetKind(ImportKind):
    """One sheet of a workbook; `title` is its tab, `also` the tab that English speakers may write.

    The engine asks the workbook for what is known, and never `prepare`.
    """

    title: ClassVar[str]
    also: ClassVar[str] = ""
    roles = frozenset()

    @property
    def label(self) -> str:  # type: ignore[override]  # a sheet is called by its tab
        return self.title


class Workbook(FileKind):
    """Several sheets of one XLSX file, checked together and applied one after the other, in their order."""

    lines = Lines
    sheets: ClassVar[tuple[SheetKind, ...]]
    silent: ClassVar[tuple[str, ...]] = ()  # tabs that say nothing, such as the values that one may write

    def part(self, sheet: str) -> ImportKind:
        return next(kind for kind in self.sheets if kind.title == sheet)

    @abstractmethod
    def prepare_sheets(self, lines: Mapping[str, Sequence[Read]], *, historical: bool) -> Any:
        """What all the lines refer to, and the lines themselves by tab: also those that could not be read whole."""


def tabs_of(kind: Workbook) -> dict[str, str]:
    """Each tab that one may write -> the sheet that it is."""
    return {tab: part.title for part in kind.sheets for tab in (part.title, part.also) if tab}


def refused(*reasons: str) -> Outcome:
    """The line cannot be applied."""
    return Outcome(Verdict.REFUSED, list(reasons))


def compared(row: Model | None, **wanted: Any) -> Outcome:
    """New without a row; unchanged when every wanted field is already so; else an update."""
    if row is None:
        return Outcome(Verdict.NEW)
    return Outcome(Verdict.UPDATE if changes(row, **wanted) else Verdict.SAME)


def changes(row: Model, **wanted: Any) -> dict[str, Any]:
    """The wanted fields that differ from the row's."""
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def given(values: Values, names: Iterable[str]) -> dict[str, Any]:
    """Those of `names` that are columns of this file, ready to be an action's arguments."""
    return {name: values[name] for name in names if name in values}
