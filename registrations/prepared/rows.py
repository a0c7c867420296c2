"""New rows whose INSERT is kept; those of one act in one statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db.models import Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from registrations.prepared.holes import own_connection


def add(row: Model, *, once: bool = False) -> None:
    """Insert the row, now or with the others of `added_together`; `once` leaves in place one that is there already.

    As `bulk_create` does, it sends no signal.
    """
    waiting = _together.get()
    if waiting is None:
        _write([(row, once)])
    else:
        waiting.append((row, once))


@contextmanager
def added_together() -> Iterator[None]:
    """Rows that are added inside are written at its end: by one statement where the database can.

    Nothing inside may read them, ask for their keys or point to them. When something is raised inside, none is written.
    """
    waiting: list[tuple[Model, bool]] = []
    token = _together.set(waiting)
    try:
        yield
    finally:
        _together.reset(token)
    _write(waiting)


_together: ContextVar[list[tuple[Model, bool]] | None] = ContextVar("added_together", default=None)


def _write(wanted: list[tuple[Model, bool]]) -> None:
    """PostgreSQL inserts them all in one statement (a WITH of several INSERTs); SQLite one after the other."""
    connection = own_connection()
    groups = [wanted] if connection.vendor == "postgresql" else [[one] for one in wanted]
    for group in groups:
        kinds = tuple((type(row), once) for row, once in group)
        params = [value for row, _once in group for value in _values(row, connection)]
        with connection.cursor() as cursor:
            cursor.execute(_statement(connection.vendor, kinds), params)
            keys = cursor.fetchone() or [None]
        for (row, _once), key in zip(group, keys, strict=True):
            row.pk, row._state.adding, row._state.db = key, False, connection.alias


@cache
def _statement(vendor: str, kinds: tuple[tuple[type[Model], bool], ...]) -> str:  # noqa: ARG001 - one for each database
    """The text for rows of these models, which answers their keys."""
    texts = [_insert(model, once=once) for model, once in kinds]
    if len(texts) == 1:
        return texts[0]
    parts = ", ".join(f"new_{rank} AS ({text})" for rank, text in enumerate(texts))
    keys = (f"(TABLE new_{rank})" for rank in range(len(texts)))
    return f"WITH {parts} SELECT {', '.join(keys)}"


def _insert(model: type[Model], *, once: bool) -> str:
    """What Django composes for one row of the model."""
    query: Any = InsertQuery(model, on_conflict=OnConflict.IGNORE if once else None)
    query.insert_values(_fields(model), [model()])
    compiler = query.get_compiler(connection=own_connection())
    compiler.returning_fields = [_key(model)]
    ((sql, _params),) = compiler.as_sql()
    return str(sql)


@cache
def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.generated and field is not _key(model)]


def _key(model: type[Model]) -> Any:
    return model._meta.pk


def _values(row: Model, connection: Any) -> Iterator[Any]:
    return (field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in _fields(type(row)))
