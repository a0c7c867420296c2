"""Conditional updates whose text is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec

from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from registrations.prepared.holes import PREPARED, Definition, KeptText, own_connection

P = ParamSpec("P")


@dataclass(frozen=True)
class Change:
    """Rows, and what becomes of their columns: `rows.update(**values)`."""

    rows: "QuerySet[Any]"
    values: dict[str, Any]

    def composed(self) -> Any:
        """The text and the parameters of the UPDATE."""
        query: Any = self.rows.query.chain(UpdateQuery)
        query.add_update_values(self.values)
        query.clear_ordering(force=True)
        return query.get_compiler(connection=own_connection()).as_sql()


def prepared_change(define: Callable[P, Change]) -> Callable[P, int]:
    """Make of a function that defines a change one that does it, and answers how many rows were changed."""
    made = PreparedChange(define, ChangeText)
    PREPARED.append(made)
    return made


class ChangeText(KeptText):
    """The UPDATE of one shape."""

    def __init__(self, change: Change) -> None:
        self.sql, self.params = change.composed()


class PreparedChange(Definition[P, ChangeText]):
    """A change that is composed once."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """How many rows were changed."""
        text, given = self.kept(*args, **kwargs)
        if text is None:
            return 0
        with own_connection().cursor() as cursor:
            cursor.execute(text.sql, text.filled(given))
            changed: int = cursor.rowcount
        return changed
