"""Papers that prove a cost, and where a budget stands."""

from dataclasses import dataclass

FILE_KINDS = frozenset({"pdf", "docx", "xlsx", "csv", "zip"})
FILE_MEGABYTES = 20


@dataclass(frozen=True, slots=True)
class Sums:
    """Cents planned, and spent where it is known; `expected`: what was spent, and what is planned where it is not."""

    planned: int = 0
    actual: int = 0
    expected: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.planned + other.planned, self.actual + other.actual, self.expected + other.expected)

    def left_of(self, budget: int | None) -> int | None:
        """What of the budget is neither spent nor planned; below zero when it does not suffice."""
        return None if budget is None else budget - self.expected
