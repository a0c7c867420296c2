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
    outlook,
    reader,
    reader_as,
    visible_to,
)
from cms.library.queries.listing import PRESENT, Record, files_to_read, next_change, record, topics, visible_resource
from cms.library.queries.searching import FACETS, Filters, Listing, Place, listing

__all__ = [
    "FACETS",
    "PRESENT",
    "Access",
    "Filters",
    "Guarded",
    "Listing",
    "Place",
    "Reader",
    "Record",
    "access_of",
    "allowed",
    "decisions",
    "explain",
    "facts_of",
    "files_to_read",
    "guarded_file",
    "listing",
    "next_change",
    "outlook",
    "reader",
    "reader_as",
    "record",
    "topics",
    "visible_resource",
    "visible_to",
]
