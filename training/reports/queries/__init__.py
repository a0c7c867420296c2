"""Reading what the funder's report says."""

from training.reports.queries.counting import document_of
from training.reports.queries.lists import LISTS, TrainingList
from training.reports.queries.reading import (
    attendance_list,
    chosen,
    costs_of,
    last_frozen,
    people_of,
    programme_for,
    since,
)
from training.reports.queries.scope import whole_period

__all__ = [
    "LISTS",
    "TrainingList",
    "attendance_list",
    "chosen",
    "costs_of",
    "document_of",
    "last_frozen",
    "people_of",
    "programme_for",
    "since",
    "whole_period",
]
