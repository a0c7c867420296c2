"""Lists of the admin: bounded counts, related rows read at once, exports that a spreadsheet cannot execute."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import DateFromToRangeFilter
from django_filters.widgets import SuffixedMultiWidget
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.coreutils import multigetattr

from registrations.actors import Actor
from registrations.lists.queries import filters_of
from registrations.lists.rules import MOST_ROWS
from registrations.money import spelled
from registrations.viewsets.acting import actor
from registrations.viewsets.filters import given_filters
from registrations.viewsets.guided import Guided
from registrations.viewsets.nominal import log_download
from registrations.viewsets.reading import SpelledColumn, SpelledTitleColumn

COUNT_LIMIT = 10_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class BoundedPaginator(WagtailPaginator):
    """Counts 10,000 rows at most: beyond, one narrows the list with filters."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNT_LIMIT)

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        return rows.order_by()[: COUNT_LIMIT + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @property
    def items_count_label(self) -> str:
        if self._counted > COUNT_LIMIT:
            return _("more than %(count)s %(name)s") % {"count": COUNT_LIMIT, "name": self.verbose_name_plural}
        return super().items_count_label


class MoneyColumn(Column):
    """A column of cents, spelled in dollars; `name` is the field that holds them."""

    def get_value(self, instance: Any) -> str:
        cents = multigetattr(instance, self.accessor)
        return "" if cents is None else spelled(cents, get_language() or "fr")


class DayInput(forms.DateInput):
    """The browser's own calendar: Wagtail's runs a script in the page, which our content policy forbids."""

    input_type = "date"

    def format_value(self, value: Any) -> str:
        return value if isinstance(value, str) else value.isoformat() if value else ""


class DayRange(SuffixedMultiWidget):
    """From a day to a day."""

    template_name = "wagtailadmin/widgets/range_input.html"
    suffixes = ("from", "to")

    def __init__(self, attrs: Any = None) -> None:
        super().__init__((DayInput(attrs={"aria-label": _("From")}), DayInput(attrs={"aria-label": _("To")})), attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [value.start, value.stop] if value else [None, None]


class ActionFilterSet(WagtailFilterSet):
    """Dates are filtered by ranges of days."""

    @classmethod
    def filter_for_lookup(cls, field: Any, lookup_type: str) -> Any:
        filter_class, params = super().filter_for_lookup(field, lookup_type)
        if isinstance(field, models.DateField):
            return DateFromToRangeFilter, {"widget": DayRange}
        return filter_class, params


class PickColumn(BaseColumn):
    """The box that takes a row into what is done to several; it belongs to the form under the list."""

    header_template_name = "registrations/admin/list/pick_header.html"
    cell_template_name = "registrations/admin/list/pick_cell.html"

    def __init__(self) -> None:
        super().__init__("pick", label=_("Choose"), width="1%")


class ActionIndexView(Guided, IndexView):
    """A list with its related rows in the same query; its export has the same columns as the screen.

    `bulks(actor)` lists what may be done to several rows: rows then have a box, and the list a bar of buttons.
    """

    results_template_name = "registrations/admin/list/results.html"
    bulks: Callable[[Actor], list[dict[str, Any]]] = staticmethod(lambda _by: [])
    paginator_class = BoundedPaginator
    base_filterset_class = ActionFilterSet
    list_select_related: tuple[str, ...] = ()
    list_prefetch_related: tuple[str, ...] = ()
    screen: str = ""
    filters_url_name: str = ""

    def get_base_queryset(self) -> "QuerySet[Any]":
        rows = super().get_base_queryset()
        if self.list_select_related:
            rows = rows.select_related(*self.list_select_related)
        return rows.prefetch_related(*self.list_prefetch_related)

    @cached_property
    def offered_bulks(self) -> list[dict[str, Any]]:
        return self.bulks(actor(self.request))

    def get_table(self, object_list: Any) -> Any:
        columns = [PickColumn(), *self.columns] if self.offered_bulks else self.columns
        return self.table_class(columns, object_list, **self.get_table_kwargs())

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        given = given_filters(self.request.GET)
        context |= {"bulks": self.offered_bulks, "filters_given": given, "most_rows": MOST_ROWS}
        context |= {"saved_filters": self.saved_filters(given), "totals": self.totals(context["paginator"])}
        context["filters_url"] = reverse(self.filters_url_name) if self.filters_url_name else ""
        return context

    def saved_filters(self, given: str) -> list[dict[str, Any]]:
        """This person's and the team's, the present one marked; it may be forgotten by whoever may."""
        if not self.screen:
            return []
        by = actor(self.request)
        return [
            {"row": row, "current": row.query == given, "mine": row.owner_id == self.request.user.pk or by.has()}
            for row in filters_of(self.request.user, screen=self.screen)
        ]

    def totals(self, paginator: Any) -> list[tuple[str, str]]:
        """The sum of each column of money over all pages, in one statement; none when there is one row or too many."""
        money = {column.name: column for column in self.columns if isinstance(column, MoneyColumn)}
        summed = {name: Sum(name) for name in money if _is_field(self.model, name)}
        if not summed or paginator is None or not 1 < paginator.count < COUNT_LIMIT:
            return []
        rows = paginator.object_list
        if not isinstance(rows, QuerySet):
            return []
        found = rows.order_by().aggregate(**{f"sum_{name}": total for name, total in summed.items()})
        language = get_language() or "fr"
        return [(str(money[name].label), spelled(found[f"sum_{name}"] or 0, language)) for name in summed]

    @cached_property
    def export_columns(self) -> dict[str, BaseColumn]:
        return {column.name: column for column in self.columns}

    @cached_property
    def list_export(self) -> list[str]:
        return list(self.export_columns)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        if isinstance(queryset, QuerySet):
            log_download(queryset, by=actor(self.request), at=timezone.now())
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_heading(self, queryset: Any, field: str) -> str:  # noqa: ARG002  # Wagtail's signature
        return str(self.export_columns[field].label)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: column.get_value(item) for name, column in self.export_columns.items()}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:  # noqa: ARG002  # the same
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        elif value is None or not isinstance(value, int | float | date):
            value = "" if value is None else str(value)
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)  # XLSX has no way to write them
            return f"'{value}" if value.startswith(FORMULA_STARTS) else value
        return value

    @cached_property
    def add_item_label(self) -> str:
        return _("Add")  # the title beside it says what

    def _get_title_column(self, field_name: Any, column_class: type[Column] = SpelledTitleColumn, **kwargs: Any) -> Any:
        """The title leads to the page of the row, where all its acts are; to its form where there is no page."""
        column_class = self._get_title_column_class(column_class)
        return self._get_custom_column(field_name, column_class, get_url=self._page_of, **kwargs)

    def _page_of(self, row: Any) -> str | None:
        return self.get_inspect_url(row) or self.get_edit_url(row)

    def _get_custom_column(self, field_name: Any, column_class: type[Column] = Column, **kwargs: Any) -> Column:
        """A column of `list_display`: a field, or `(path, label)` with an optional sort key."""
        path, label, *sort_key = field_name if isinstance(field_name, tuple) else (field_name, None)
        if column_class is Column:
            column_class = _class_for(path)
        if label is None:
            return super()._get_custom_column(path, column_class, **kwargs)
        kwargs["sort_key"] = sort_key[0] if sort_key else None
        return column_class(path, label=capfirst(label), accessor=path.replace("__", "."), **kwargs)


def _is_field(model: Any, path: str) -> bool:
    """Whether the path leads to a column of the database."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        model = field.related_model
    return field.concrete


def _class_for(path: str) -> type[Column]:
    if f"_{path}".endswith("_cents"):
        return MoneyColumn
    return StatusTagColumn if path == "state" else SpelledColumn
