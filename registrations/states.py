"""State machines are tables; a move is one guarded UPDATE, so that nobody's change is overwritten."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from registrations.errors import WrongState

M = TypeVar("M", bound=Model)
Table = Mapping[str, frozenset[str]]


def move(rows: "QuerySet[M]", pk: int, *, table: Table, from_: str, to: str, **fields: Any) -> None:
    """Move one row from a state to another, with the fields that the new state implies.

    Raises `WrongState` when the table does not allow it or when the row is no longer in `from_`.
    """
    if to not in table.get(from_, frozenset()) or not rows.filter(pk=pk, state=from_).update(state=to, **fields):
        raise WrongState(expected=str(from_), to=str(to))
