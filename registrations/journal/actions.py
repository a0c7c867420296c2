"""Writing the audit log, inside the transaction of the act itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db.models import Model

from registrations.actors import Actor
from registrations.journal.models import Entry
from registrations.memory import forget


def log(about: Model, action: str, *, by: Actor, at: datetime, **details: Any) -> None:
    """Record that `by` did `action` to `about`, which has a `uuid`. Details hold states and numbers, never names."""
    entry = Entry(
        at=at,
        action=action,
        about_kind=about._meta.label_lower,
        about_uuid=about.uuid,  # type: ignore[attr-defined]  # every journalled model has one; a test walks them
        person=by.person,
        job=by.job,
        on_behalf_of=by.on_behalf_of,
        via=by.via,
        details=details,
    )
    forget()
    notes = _together.get()
    if notes is None:
        entry.save(force_insert=True)
    else:
        notes.append(entry)


@contextmanager
def noted_together() -> Iterator[list[Entry]]:
    """Write what is logged inside, in one statement at the end: for hundreds of acts in one transaction.

    Whoever takes an act back must take its entries out of the list. Use it inside a transaction.
    """
    notes: list[Entry] = []
    token = _together.set(notes)
    try:
        yield notes
    finally:
        _together.reset(token)
    Entry.objects.bulk_create(notes, batch_size=500)


_together: ContextVar[list[Entry] | None] = ContextVar("noted_together", default=None)
