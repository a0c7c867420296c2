"""What upper features add to orders and money: the day until which the books are closed."""

from collections.abc import Callable
from datetime import date

CLOSED: list[Callable[[date], None]] = []
"""Each raises when nothing may be dated that day any more; asked, inside the transaction, of days that people type."""


def refuse_closed(day: date) -> None:
    """Raise when the books are closed on this day. What is dated now never falls in them and need not ask."""
    for ask in CLOSED:
        ask(day)
