"""What a refund's acts mean for the books, in the order in which the journal has them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum


class Turn(StrEnum):
    """A change that the books take."""

    COUNTED = "refund"
    DONE = "refund-done"
    UNDONE = "refund-undone"
    UNCOUNTED = "refund-failed"


ACTS = {
    "payments.ask-refund": (True, False),
    "payments.external-refund": (True, True),
    "payments.send-refund": (True, True),
    "payments.confirm-refund": (True, True),
    "payments.fail-refund": (False, False),
    "payments.discard-refund": (False, False),
}
"""After each act: whether the amount is out of what was paid, and whether the money has left."""


def turns(acts: Iterable[tuple[datetime, str]]) -> Iterator[tuple[datetime, Turn]]:
    """The changes, each at its instant: one that is said twice is one."""
    counted = done = False
    for at, act in acts:
        is_counted, is_done = ACTS[act]
        if done and not is_done:
            yield at, Turn.UNDONE
        if counted and not is_counted:
            yield at, Turn.UNCOUNTED
        if is_counted and not counted:
            yield at, Turn.COUNTED
        if is_done and not done:
            yield at, Turn.DONE
        counted, done = is_counted, is_done
