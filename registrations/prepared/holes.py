"""Where the arguments of a kept text go."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial, update_wrapper
from inspect import signature
from operator import itemgetter
from typing import Any, Generic, ParamSpec, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, DateField, DateTimeField, Field, TextField, UUIDField, Value
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Text = TypeVar("Text", bound="KeptText")

FIELDS: dict[Any, type[Field[Any, Any]]] = {
    int: BigIntegerField,
    str: TextField,
    date: DateField,
    datetime: DateTimeField,
    UUID: UUIDField,
}


def own_connection() -> Any:
    """This thread's connection itself: through Django's proxy each attribute of it is looked up anew."""
    return connections[DEFAULT_DB_ALIAS]


class Hole(Value):
    """Where an argument goes: `find` takes it from those of a call."""

    def __init__(self, find: Callable[[dict[str, Any]], Any], output_field: "Field[Any, Any]") -> None:
        super().__init__(None, output_field)
        self.find = find

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:  # noqa: ARG002 - the signature of an expression
        """The text of a parameter, with the hole itself in its place."""
        return "%s", [self]

    def fill(self, given: dict[str, Any], connection: Any) -> Any:
        """The argument as the database takes it."""
        return self.output_field.get_db_prep_value(self.find(given), connection)


class KeptText:
    """A composed statement with holes."""

    sql: str
    params: tuple[Any, ...]

    def filled(self, given: dict[str, Any]) -> tuple[Any, ...]:
        """The parameters of one call."""
        connection = own_connection()
        return tuple(param.fill(given, connection) if isinstance(param, Hole) else param for param in self.params)


class Definition(Generic[P, Text]):
    """A function that says, of its arguments, what to do; and the texts made of it, one for each shape of them.

    It may compare with its arguments (`int`, `str`, `date`, `datetime`, `UUID`, or a `tuple` of them for `__in`) and
    let the database reckon with them, nothing else: no arithmetic in Python, no `if`, no None.
    """

    def __init__(self, define: Callable[P, Any], text: Callable[[Any], Text]) -> None:
        update_wrapper(cast("Any", self), define)
        self.define, self.text = define, text
        self.signature = signature(define)
        self.texts: dict[tuple[Any, ...], Text | None] = {}

    def kept(self, *args: P.args, **kwargs: P.kwargs) -> tuple[Text | None, dict[str, Any]]:
        """The text for these arguments, None when no row can match, and the arguments by name."""
        given = self.signature.bind(*args, **kwargs).arguments
        shape = (own_connection().vendor, *(len(value) for value in given.values() if isinstance(value, tuple)))
        if shape not in self.texts:
            self.texts[shape] = self.compose(given)
        return self.texts[shape], given

    def compose(self, given: dict[str, Any]) -> Text | None:
        """The text for arguments of this shape; None when no row can match an empty tuple."""
        defined = self.define(**{name: self._holes(name, value) for name, value in given.items()})  # type: ignore[call-arg]
        try:
            return self.text(defined)
        except EmptyResultSet:
            return None

    def _holes(self, name: str, value: Any) -> Any:
        annotation = self.signature.parameters[name].annotation
        if not isinstance(value, tuple):
            return Hole(itemgetter(name), FIELDS[annotation]())
        field = FIELDS[annotation.__args__[0]]()
        return [Hole(partial(_nth, name, rank), field) for rank in range(len(value))]


def _nth(name: str, rank: int, given: dict[str, Any]) -> Any:
    return given[name][rank]


PREPARED: list[Definition[Any, Any]] = []
