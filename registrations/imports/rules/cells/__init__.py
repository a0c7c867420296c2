"""What a cell may hold, as django-import-export widgets: text from the file to a value, or a sentence on the refusal.

An empty cell is "" for text and None for the rest; whether it may be empty is the column's business. `written` is the
way back: what it writes, `read` understands as the same value.
"""

from registrations.imports.rules.cells.addresses import POSTAL_CODE, Domain, Email, Matching, Phone, Url
from registrations.imports.rules.cells.moments import MONTREAL, Day, Instant
from registrations.imports.rules.cells.numbers import Coordinate, Hours, Money, Whole
from registrations.imports.rules.cells.words import Cell, Choice, Several, Text, YesNo

__all__ = [
    "MONTREAL",
    "POSTAL_CODE",
    "Cell",
    "Choice",
    "Coordinate",
    "Day",
    "Domain",
    "Email",
    "Hours",
    "Instant",
    "Matching",
    "Money",
    "Phone",
    "Several",
    "Text",
    "Url",
    "Whole",
    "YesNo",
]
