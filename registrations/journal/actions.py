"""Writing the audit log, inside the transaction of the act itself."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from registrations.actors import Actor
from registrations.journal.models import Entry
from registrations.memory import forget


def log(about: Model, action: str, *, by: Actor, at: datetime, **details: Any) -> None:
    """Record that `by` did `action` to `about`, which has a `uuid`. Details hold states and numbers, never names."""
    Entry.objects.create(
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
