"""Pure rules of imports: reading a file, matching its columns, understanding its cells."""

from registrations.imports.rules.columns import matched
from registrations.imports.rules.reading import DELIMITERS, MAX_BYTES, Row, Sheet, read, read_sheets
from registrations.imports.rules.states import NEXT, BatchState, LineState, Verdict

__all__ = [
    "DELIMITERS",
    "MAX_BYTES",
    "NEXT",
    "BatchState",
    "LineState",
    "Row",
    "Sheet",
    "Verdict",
    "matched",
    "read",
    "read_sheets",
]
