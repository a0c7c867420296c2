"""What can be searched: each feature tells how its records are indexed anew. Filled in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Records of one kind: `rebuild` indexes all of them anew and gives their number."""

    rebuild: Callable[[], int]


SOURCES: dict[str, Source] = {}
