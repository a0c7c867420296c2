"""Rules of the funder's report: pure."""

from training.reports.rules.access import may_ask_files, may_keep_reports, may_read_reports
from training.reports.rules.dimensions import DIMENSIONS, MEASURES, Dimension, Measure
from training.reports.rules.files import MOST_TRIES, NEXT
from training.reports.rules.indicators import (
    IN_LINE,
    INDICATORS,
    REGISTERED,
    TO_RECORD,
    VERSION,
    Facts,
    Indicator,
    Unit,
    add,
)
from training.reports.rules.versions import Change, checksum, differences

__all__ = [
    "DIMENSIONS",
    "INDICATORS",
    "IN_LINE",
    "MEASURES",
    "MOST_TRIES",
    "NEXT",
    "REGISTERED",
    "TO_RECORD",
    "VERSION",
    "Change",
    "Dimension",
    "Facts",
    "Indicator",
    "Measure",
    "Unit",
    "add",
    "checksum",
    "differences",
    "may_ask_files",
    "may_keep_reports",
    "may_read_reports",
]
