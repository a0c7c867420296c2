"""How a value that we hold is said to the person whom it concerns."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from registrations.dates import spelled_day, spelled_instant

register = template.Library()


@register.filter
def beside(cells: list[Any], columns: list[str]) -> Iterator[tuple[str, Any]]:
    """Each cell with the name of its column."""
    return zip(columns, cells, strict=True)


@register.simple_tag
def held(value: Any) -> str:
    """Dates spelled, yes and no, a dash for nothing."""
    language = get_language() or "fr"
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return spelled_instant(value, language, weekday=False)
    return spelled_day(value, language, weekday=False) if isinstance(value, date) else str(value)
