"""Reads whose text is kept."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

from registrations.prepared.holes import PREPARED, Definition, KeptText, own_connection

P = ParamSpec("P")
Row = TypeVar("Row")


def prepared(define: Callable[P, "QuerySet[Any, Row]"]) -> Callable[P, list[Row]]:
    """Make of a function that defines a queryset one that answers its rows; the text is written at the first call."""
    made = Prepared(define, ReadText)
    PREPARED.append(made)
    return made


class ReadText(KeptText):
    """The statement of one shape, with what Django needs to read its rows."""

    def __init__(self, queryset: "QuerySet[Any, Any]") -> None:
        self.queryset, self.compiler = queryset, queryset.query.get_compiler(connection=own_connection())
        self.sql, self.params = self.compiler.as_sql()
        self.converters: dict[Any, Any] | None = None

    def rows(self, given: dict[str, Any]) -> list[Any]:
        """What the database answers, read as Django reads it."""
        connection = own_connection()
        if self.queryset.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        ready: Any = copy(self.compiler)
        ready.connection, ready.as_sql = connection, partial(_given, (self.sql, self.filled(given)))
        ready.get_converters = self.converters_of
        read: Any = self.queryset._iterable_class
        return list(read(_Composed(self.queryset, ready)))

    def converters_of(self, expressions: Any) -> dict[Any, Any]:
        """What Django does to the values of each column: always the same for one text."""
        if self.converters is None:
            self.converters = self.compiler.get_converters(expressions)
        return self.converters


class Prepared(Definition[P, ReadText]):
    """A read that is composed once."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Any]:
        """The rows, in the order of the queryset."""
        text, given = self.kept(*args, **kwargs)
        return text.rows(given) if text else []


def _given(text: tuple[str, tuple[Any, ...]], *_args: Any, **_kwargs: Any) -> tuple[str, tuple[Any, ...]]:
    return text


class _Composed:
    """What Django's reading of rows asks of a queryset and of its query, with nothing left to compose."""

    def __init__(self, queryset: "QuerySet[Any, Any]", compiler: Any) -> None:
        self.queryset, self.compiler, self.query = queryset, compiler, self

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.queryset, name)
