"""What surveys are about: `SUBJECTS`, filled by upper features in `ready()`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind: `names(uuids)` says what rows are called; None asks for all that a survey may be about."""

    label: str | Promise
    names: Callable[[Collection[UUID] | None], Mapping[UUID, str]]


SUBJECTS: dict[str, Subject] = {}
GROUP = "training.activity"
"""The kind of the groups by which results are shown."""
