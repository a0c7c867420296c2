"""A report as it was sent: what its checksum covers, and what differs between two."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from training.reports.rules.dimensions import DIMENSIONS, MEASURES
from training.reports.rules.indicators import INDICATORS

Document = Mapping[str, Any]
"""`indicators` by name, `targets` by name, `breakdowns` by dimension: lists of rows with `key`, `name`, measures."""


@dataclass(frozen=True, slots=True)
class Change:
    """One number that is not what it was; `part` is empty for an indicator, else a dimension, with its row."""

    name: str
    before: int | None
    now: int | None
    part: str = ""
    key: str = ""
    row: str = ""

    @property
    def by(self) -> int | None:
        return None if self.before is None or self.now is None else self.now - self.before


def checksum(document: Document) -> str:
    """The same numbers give the same digest, whatever wrote them: keys in order, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def differences(before: Document, now: Document) -> list[Change]:
    """What changed from one to the other, in the order of the report; a row that was not there counts from zero."""
    names = [name for name in INDICATORS if name in before["indicators"] or name in now["indicators"]]
    pairs = ((name, before["indicators"].get(name), now["indicators"].get(name)) for name in names)
    changed = [Change(name, old, new) for name, old, new in pairs if old != new]
    for part in DIMENSIONS:
        changed += _of_rows(part, before["breakdowns"].get(part, []), now["breakdowns"].get(part, []))
    return changed


def _of_rows(part: str, before: list[Document], now: list[Document]) -> Iterator[Change]:
    old, new = ({row["key"]: row for row in rows} for rows in (before, now))
    for key in [*new, *(key for key in old if key not in new)]:
        was, is_ = old.get(key, {}), new.get(key, {})
        name = (is_ or was).get("name", "")
        for measure in MEASURES:
            if was.get(measure, 0) != is_.get(measure, 0):
                yield Change(measure, was.get(measure, 0), is_.get(measure, 0), part, key, name)
