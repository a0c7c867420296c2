"""What a request asked once is not asked again: kept until something is written, gone with the request.

Only a door opens a memory (`remembering`); jobs and tests ask afresh each time. Every act empties it: it takes the lock
of the people whom it concerns, and writes the journal.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """An empty memory for what runs inside."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(key: Hashable, ask: Callable[[], T]) -> T:
    """The answer to `key`: what it was a moment ago in the same request, else what `ask` says now."""
    memory = _memory.get()
    if memory is None:
        return ask()
    if key not in memory:
        memory[key] = ask()
    answer: T = memory[key]
    return answer


def forget() -> None:
    """Something was written, or is about to be: ask again."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()
