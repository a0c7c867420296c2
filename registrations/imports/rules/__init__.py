"""Pure rules of imports: reading a file, matching its columns, understanding its cells."""

from registrations.imports.rules.columns import matched
from registrations.imports.rules.reading import MAX_BYTES, Sheet, read
from registrations.imports.rules.states import NEXT, BatchState, LineState, Verdict

__all__ = ["MAX_BYTES", "NEXT", "BatchState", "LineState", "Sheet", "Verdict", "matched", "read"]
