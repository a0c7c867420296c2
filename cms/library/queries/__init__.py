"""Reading the library: who may get what, and lists of what may be seen."""

from cms.library.queries.access import (
    Access,
    Guarded,
    Reader,
    access_of,
    allowed,
    decisions,
    explain,
    facts_of,
    guarded_file,
    reader,
    reader_as,
    visible_to,
)
from cms.library.queries.listing import (
    Filters,
    Listing,
    Record,
    listing,
    next_change,
    record,
    topics,
    visible_resource,
)

__all__ = [
    "Access",
    "Filters",
    "Guarded",
    "Listing",
    "Reader",
    "Record",
    "access_of",
    "allowed",
    "decisions",
    "explain",
    "facts_of",
    "guarded_file",
    "listing",
    "next_change",
    "reader",
    "reader_as",
    "record",
    "topics",
    "visible_resource",
    "visible_to",
]
