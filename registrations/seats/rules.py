"""What may limit a seat beside its own pool."""

from dataclasses import dataclass
from enum import StrEnum


class Room(StrEnum):
    """Whether a seat can be had: yes, none is left, or one is left that a limit keeps from this person."""

    FREE = "free"
    NONE = "none"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Limit:
    """A pool taken together with another, and what its capacity is to be from now on (None: unlimited)."""

    pool_id: int
    capacity: int | None
