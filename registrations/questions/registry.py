"""What questions are asked for, and what answers are about: filled by upper features in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from registrations.people.models import User

About = tuple[str, UUID]
"""`(kind, uuid)` of a subject: `("training.session", ...)`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of things for which questions are asked.

    `rows` are all of them, by uuid; `note(uuid, asks)` keeps on the row whether it asks anything, so that who registers
    for one that does not reads nothing more; `keepers` write its questions and read all their answers; `about` is the
    kind of its registrations, `registered(uuid)` those that are live.
    """

    label: str | Promise
    rows: Callable[[], "QuerySet[Any]"]
    note: Callable[[UUID, bool], None]
    keepers: tuple[str, ...]
    about: str
    registered: Callable[[UUID], "QuerySet[Any]"]

    def row(self, uuid: UUID) -> Model | None:
        found: Model | None = self.rows().filter(uuid=uuid).first()
        return found


@dataclass(frozen=True, slots=True)
class Registered:
    """One registration (`row`) of one person; its answers change until `until`. `back` is its page in the portal."""

    kind: str
    row: Any
    person: User
    title: str
    subjects: tuple[About, ...]
    until: datetime
    back: str

    @property
    def uuid(self) -> UUID:
        found: UUID = self.row.uuid
        return found

    @property
    def address(self) -> str:
        """Where its person answers."""
        return reverse("questions:answers", args=[REGISTRATIONS[self.kind].slug, self.uuid])


@dataclass(frozen=True, slots=True)
class Registrations:
    """One kind of registrations: `find` gives a live one, or None; `over(day)` the uuids of those whose event ended
    before that day, or which ended themselves. `slug` names the kind in addresses."""

    slug: str
    find: Callable[[UUID], Registered | None]
    over: Callable[[date], "QuerySet[Any]"]


SUBJECTS: dict[str, Subject] = {}
REGISTRATIONS: dict[str, Registrations] = {}
