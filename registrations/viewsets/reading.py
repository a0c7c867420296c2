"""How the admin spells a value for a person: days and hours of Montréal, yes and no, lists without brackets."""

from datetime import date, datetime
from typing import Any

from django.db.models import Field, FileField
from django.db.models.fields.files import FieldFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, TitleColumn

from registrations.dates import MONTREAL, spelled_day, spelled_time
from registrations.money import spelled

NOTHING = "–"
LANGUAGES = {"fr": gettext_lazy("French"), "en": gettext_lazy("English")}


def shown(value: Any, field: Field | None, name: str) -> Any:
    """A value as a person reads it."""
    if value is None or value in ("", [], {}) or (isinstance(value, FieldFile) and not value):
        return NOTHING
    if f"_{name}".endswith("_cents"):
        return spelled(value, get_language() or "fr")
    if name == "language":
        return LANGUAGES.get(value, value)
    if isinstance(field, FileField):
        return value.name.rpartition("/")[2]
    return _by_type(value)


def _by_type(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return spelled_moment(value, get_language() or "fr")
    return ", ".join(str(part) for part in value) if isinstance(value, list) else value


def spelled_moment(value: date, language: str) -> str:
    """1er mars 2021; 16 février 2021, 13 h 30."""
    if not isinstance(value, datetime):
        return spelled_day(value, language, weekday=False)
    day = spelled_day(value.astimezone(MONTREAL).date(), language, weekday=False)
    return f"{day}, {spelled_time(value, language)}"


class _Spelled:
    """The cell says what the object's page would; the export keeps the value itself."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)  # type: ignore[misc]  # a column's
        if isinstance(context["value"], bool | date | list):
            value = shown(context["value"], None, "")
            context["value"] = "" if value == NOTHING else value
        return context


class SpelledColumn(_Spelled, Column):
    """A plain column."""


class SpelledTitleColumn(_Spelled, TitleColumn):
    """The column that leads to the object's page."""
