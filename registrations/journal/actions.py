"""Writing the audit log, inside the transaction of the act itself; the registers that Law 25 asks for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.errors import IncidentClosed, IncidentDates, NoticeOwed, NotYourRegister
from registrations.journal.models import DisclosedPerson, Disclosure, Entry, Incident, IncidentNote
from registrations.journal.rules import (
    NoteKind,
    incident_kept_until,
    may_keep_incidents,
    may_record_disclosure,
    must_notify,
)
from registrations.memory import forget
from registrations.prepared import add


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
        add(entry)
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


class IncidentFields(TypedDict, total=False):
    """What is known of an incident when it is entered."""

    occurred_on: date | None
    people_count: int | None
    measures: str


@transaction.atomic
def record_incident(
    *,
    title: str,
    what_happened: str,
    known_on: date,
    data: str,
    serious_risk: bool,
    reasoning: str,
    by: Actor,
    at: datetime,
    **fields: Unpack[IncidentFields],
) -> Incident:
    """Enter a confidentiality incident. It is never changed: what comes later is a note."""
    if not may_keep_incidents(by):
        raise NotYourRegister()
    occurred_on = fields.get("occurred_on")
    if known_on > localdate(at) or (occurred_on and occurred_on > known_on):
        raise IncidentDates()
    incident = Incident.objects.create(
        title=title,
        what_happened=what_happened,
        known_on=known_on,
        data=data,
        serious_risk=serious_risk,
        reasoning=reasoning,
        kept_until=incident_kept_until(known_on),
        created_at=at,
        **fields,
    )
    log(incident, "journal.incident", by=by, at=at, serious=serious_risk)
    return incident


@transaction.atomic
def add_note(incident: Incident, *, kind: str, on: date, text: str, by: Actor, at: datetime) -> IncidentNote:
    """Say what follows: a measure, a notice, a correction, the closing, once everything that is owed was done."""
    if not may_keep_incidents(by):
        raise NotYourRegister()
    if on > localdate(at):
        raise IncidentDates()
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    kinds = frozenset(incident.notes.values_list("kind", flat=True))
    if NoteKind.CLOSED in kinds and kind != NoteKind.CORRECTION:
        raise IncidentClosed()
    if kind == NoteKind.CLOSED and must_notify(serious_risk=incident.serious_risk, kinds=kinds):
        raise NoticeOwed()
    with constraint_means(IncidentNote, "incidentnote_one_closing", IncidentClosed()):
        note = IncidentNote.objects.create(incident=incident, kind=kind, on=on, text=text, created_at=at)
    log(incident, "journal.incident_note", by=by, at=at, kind=kind)
    return note


@transaction.atomic
def disclose(
    what: str,
    *,
    to_whom: str,
    purpose: str,
    legal_basis: str,
    people: Iterable[int] = (),
    count: int | None = None,
    by: Actor,
    at: datetime,
) -> Disclosure:
    """Note that data about people is given to somebody: a funder, an exhibitor, whoever downloads a list.

    `people` are keys; `count` when they are not in the register. Law 25 (P-39.1), ss. 18 and 19.
    """
    if not may_record_disclosure(by):
        raise NotYourRegister()
    keys = set(people)
    row = Disclosure.objects.create(
        at=at,
        what=what[:300],
        to_whom=to_whom[:200],
        purpose=purpose[:300],
        legal_basis=legal_basis[:200],
        count=len(keys) if count is None else count,
        by=by.person,
    )
    DisclosedPerson.objects.bulk_create(
        (DisclosedPerson(disclosure=row, person_id=key) for key in sorted(keys)), batch_size=1000
    )
    log(row, "journal.disclose", by=by, at=at, count=row.count)
    return row
