"""By what the report divides people and hours, and what it counts in each part."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registrations.organisations.rules import AffiliationRole, Region
from training.catalogue.models import Stream
from training.reports.rules.indicators import Unit


@dataclass(frozen=True, slots=True)
class Dimension:
    """`words` says what a key is called; without it the row carries its own name (an organisation, an activity)."""

    label: str | Promise
    words: Mapping[str, str | Promise] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    label: str | Promise
    unit: Unit = Unit.COUNT


NONE = _("Not given")
DIMENSIONS: dict[str, Dimension] = {
    "month": Dimension(_("By month"), {}),
    "region": Dimension(_("By region"), {"": NONE} | {str(value): label for value, label in Region.choices}),
    "stream": Dimension(_("By stream"), {str(value): label for value, label in Stream.choices}),
    "role": Dimension(_("By role"), {"": NONE} | {str(value): label for value, label in AffiliationRole.choices}),
    "organisation": Dimension(_("By organisation")),
    "activity": Dimension(_("By activity")),
}
MEASURES: dict[str, Measure] = {
    "enrolments": Measure(_("Registrations")),
    "completed": Measure(_("Participations")),
    "people": Measure(_("People trained")),
    "minutes": Measure(_("Hours received"), Unit.MINUTES),
}
"""Registrations, participations and hours add up to the whole; people do not: the same person is in several parts."""
