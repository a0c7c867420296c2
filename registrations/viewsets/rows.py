"""Rows of one form that one adds, moves and takes away: the questions of a survey, those of a registration."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms


class RowsWidget(forms.Widget):
    """Moved by dragging or with the buttons; their order is that of the page. Each column is a field of every row.

    `read(row)` gives what a row says, by column, or None for one that says nothing.
    """

    columns: ClassVar[tuple[str, ...]] = ()
    empty: ClassVar[Mapping[str, Any]] = {}

    class Media:
        js = ("admin/questions.js",)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"rows": value or [self.empty], "empty": self.empty}

    def read(self, row: Mapping[str, str]) -> Any:
        raise NotImplementedError

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:  # noqa: ARG002 - Django's signature
        lists = ([cell.replace("\0", "") for cell in data.getlist(f"{name}-{column}")] for column in self.columns)
        rows = (dict(zip(self.columns, cells, strict=True)) for cells in zip(*lists, strict=False))
        return [found for row in rows if (found := self.read(row)) is not None]
