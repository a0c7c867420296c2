"""Words: what all cells share, free text, choices, lists."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from registrations.folding import folded


class Cell(Widget):
    """Parent of all: strips, lets empty cells through, and calls `read` on the rest. `read` raises ValueError."""

    empty: Any = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002 - the library's signature
        text = "" if value is None else str(value).strip()
        return self.read(text) if text else self.empty_value()

    def empty_value(self) -> Any:
        return self.empty

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def written(self, value: Any) -> str:
        """The text that `read` understands as this value: what an export writes."""
        return "" if value is None else str(value)


class Text(Cell):
    """One line, or several; no longer than the column of the table."""

    empty = ""

    def __init__(self, max_length: int = 200, *, lines: bool = False) -> None:
        super().__init__()
        self.max_length, self.lines = max_length, lines

    def read(self, text: str) -> str:
        kept = text if self.lines else " ".join(text.split())
        if len(kept) > self.max_length:
            raise ValueError(_("at most %(length)s characters, not %(given)s") % self._lengths(kept))
        return kept

    def _lengths(self, text: str) -> dict[str, int]:
        return {"length": self.max_length, "given": len(text)}


class Choice(Cell):
    """One word of a list, whatever its case, accents or plural; `words` maps what one may write to a value.

    `also`: what is understood and not offered, as English words.
    """

    def __init__(
        self, words: Mapping[str, str], *, empty: str | None = None, also: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.words = {folded(word): value for word, value in (*words.items(), *(also or {}).items())}
        self.shown = list(words)
        self.empty = empty

    def read(self, text: str) -> str:
        if (value := self.words.get(folded(text))) is None:
            choices = ", ".join(f"« {word} »" for word in self.shown[:20])
            raise ValueError(_("“%(value)s” is not one of: %(choices)s") % {"value": text[:60], "choices": choices})
        return value

    def written(self, value: Any) -> str:
        """The first word for it."""
        named = (word for word in self.shown if self.words[folded(word)] == value)
        return next(named, "") if value not in (None, "") else ""


class YesNo(Choice):
    """*oui* or *non*; an empty cell is *non*."""

    def __init__(self) -> None:
        super().__init__(
            {"oui": "1", "non": "", "o": "1", "n": "", "vrai": "1", "faux": "", "x": "1", "yes": "1", "no": ""}
        )
        self.shown = ["oui", "non"]

    def read(self, text: str) -> Any:
        return bool(super().read(text))

    def empty_value(self) -> bool:
        return False

    def written(self, value: Any) -> str:
        return "oui" if value else "non"


class Several(Cell):
    """Values separated by bars, or by commas, semicolons or lines; each read by another cell, each once.

    Where there is a bar, commas and semicolons belong to the values: « Santé, sécurité | Emploi » are two.
    """

    def __init__(self, one: Cell, *, most: int = 50) -> None:
        super().__init__()
        self.one, self.most = one, most

    def empty_value(self) -> list[Any]:
        return []

    def read(self, text: str) -> list[Any]:
        parts = re.split(r"[|\n]" if "|" in text else r"[,;\n]", text)
        found = list(dict.fromkeys(self.one.read(part.strip()) for part in parts if part.strip()))
        if len(found) > self.most:
            raise ValueError(_("at most %(most)s values") % {"most": self.most})
        return found

    def written(self, value: Any) -> str:
        """With a bar at the end of a single value that holds a comma."""
        text = " | ".join(self.one.written(each) for each in value or ())
        return f"{text} |" if "|" not in text and re.search(r"[,;]", text) else text
