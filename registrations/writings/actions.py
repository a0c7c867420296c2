"""Writing to several people: whom, what, when; then one message each in the outbox."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.files.uploads import Received
from registrations.ids import uuid7
from registrations.journal.actions import log
from registrations.messages.actions import Telling, cancel_about, tell, tell_each
from registrations.states import move
from registrations.writings.errors import (
    ConsentNeeded,
    HalfTranslated,
    HourPassed,
    NobodyToWriteTo,
    NotAWriter,
    NothingWritten,
    NumberNotConfirmed,
    TooManyFiles,
    UnknownField,
)
from registrations.writings.models import Writing, WritingFile, WritingRecipient
from registrations.writings.queries import known_fields, unreachable
from registrations.writings.registry import CONSENTS, Addressee
from registrations.writings.rules import (
    FILE_MEGABYTES,
    MANY,
    MOST_FILES,
    NEXT,
    Purpose,
    RecipientState,
    WritingState,
    may_write,
    unknown_fields,
)

STAYS: dict[str, frozenset[str]] = {WritingState.DRAFT: frozenset({WritingState.DRAFT})}


@transaction.atomic
def open_writing(*, uuid: UUID, origin: str, by: Actor, at: datetime) -> Writing:
    """The draft of this identifier, made the first time; people are then added to it."""
    _expect_writer(by)
    draft = {"origin": origin, "by": by.person, "created_at": at}
    draft["reply_to"] = by.person.address if by.person else ""
    writing, made = Writing.objects.get_or_create(uuid=uuid, defaults=draft)
    if made:
        log(writing, "writings.open", by=by, at=at, origin=origin)
    return writing


@transaction.atomic
def add_recipients(writing: Writing, addressees: Iterable[Addressee], *, by: Actor) -> int:
    """Add people to a draft, each person and each address once; how many can be written to.

    Who has no address, or shares one with somebody already there, is kept with the reason.
    """
    _expect_writer(by)
    _lock(writing)
    known = list(writing.recipients.values_list("person_id", "address", "state"))
    people: set[int | None] = {person for person, _address, _state in known}
    addresses = {address for _person, address, state in known if state != RecipientState.LEFT_OUT}
    rows = []
    for one in addressees:
        address, person = one.address.strip().lower(), one.person.pk if one.person else None
        if (person is not None and person in people) or (not person and (not address or address in addresses)):
            continue
        rows.append(_recipient(writing, one, address, taken=address in addresses))
        people.add(person)
        addresses.add(address)
    WritingRecipient.objects.bulk_create(rows)
    return sum(row.state == RecipientState.WAITING for row in rows)


@transaction.atomic
def compose_writing(writing: Writing, *, by: Actor, at: datetime, **text: Any) -> Writing:
    """Write a draft's text (`subject_fr`, `body_fr`, `subject_en`, `body_en`, `purpose`, `reply_to`)."""
    _expect_writer(by)
    texts = [text[name] for name in ("subject_fr", "body_fr", "subject_en", "body_en")]
    known = known_fields(writing)
    if unknown := unknown_fields(texts, known=known):
        raise UnknownField(names=", ".join(unknown), known=", ".join(f"{{{name}}}" for name in known))
    if bool(text["subject_en"]) != bool(text["body_en"]):
        raise HalfTranslated()
    move(Writing.objects.all(), writing.pk, table=STAYS, from_=writing.state, to=WritingState.DRAFT, **text)
    log(writing, "writings.compose", by=by, at=at, purpose=text["purpose"])
    writing.refresh_from_db()
    return writing


@transaction.atomic
def attach_to_writing(writing: Writing, kept: Received, *, by: Actor, at: datetime) -> WritingFile:
    """Add a file that was already checked and stored."""
    _expect_writer(by)
    _lock(writing)
    if writing.files.count() >= MOST_FILES or kept.size > FILE_MEGABYTES * 1024 * 1024:
        raise TooManyFiles(files=MOST_FILES, megabytes=FILE_MEGABYTES)
    row = WritingFile.objects.create(
        writing=writing, file=kept.name, original_name=kept.original_name[:200], size=kept.size
    )
    log(writing, "writings.attach", by=by, at=at)
    return row


@transaction.atomic
def detach_from_writing(writing: Writing, *, by: Actor, at: datetime) -> None:
    """Take every file away from a draft."""
    _expect_writer(by)
    _lock(writing)
    for row in writing.files.all():
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)))
        row.delete()
    log(writing, "writings.detach", by=by, at=at)


@transaction.atomic
def test_writing(writing: Writing, *, by: Actor, at: datetime) -> None:
    """Send it to oneself, with the fields of the first who would receive it. It leaves though the tap is closed."""
    _expect_writer(by)
    _expect_text(writing)
    tell("writing-test", about=writing, to=by.person, at=at, fact=f"writing-test:{uuid7()}")
    log(writing, "writings.test", by=by, at=at)


@transaction.atomic
def send_writing(
    writing: Writing, *, send_at: datetime | None = None, number: int | None = None, by: Actor, at: datetime
) -> Writing:
    """Send a draft now, or at an hour; for more than fifty people `number` says how many one means to write to."""
    _expect_writer(by)
    _expect_text(writing)
    people = writing.recipients.filter(state=RecipientState.WAITING).count()
    if not people:
        raise NobodyToWriteTo()
    if people > MANY and number != people:
        raise NumberNotConfirmed(people=people)
    if send_at is not None and send_at <= at:
        raise HourPassed()
    if writing.purpose != Purpose.SERVICE and not CONSENTS:
        raise ConsentNeeded()
    to = WritingState.SCHEDULED if send_at else WritingState.SENDING
    move(Writing.objects.all(), writing.pk, table=NEXT, from_=WritingState.DRAFT, to=to, send_at=send_at)
    log(writing, "writings.send", by=by, at=at, people=people, purpose=writing.purpose)
    writing.refresh_from_db()
    return writing


@transaction.atomic
def start_scheduled(writing: Writing, *, by: Actor, at: datetime) -> None:
    """Its hour has come."""
    move(Writing.objects.all(), writing.pk, table=NEXT, from_=WritingState.SCHEDULED, to=WritingState.SENDING)
    log(writing, "writings.start", by=by, at=at)


@transaction.atomic
def take_writing_back(writing: Writing, *, by: Actor, at: datetime) -> Writing:
    """A writing that waits for its hour is a draft again."""
    _expect_writer(by)
    move(
        Writing.objects.all(), writing.pk, table=NEXT, from_=WritingState.SCHEDULED, to=WritingState.DRAFT, send_at=None
    )
    log(writing, "writings.take_back", by=by, at=at)
    writing.refresh_from_db()
    return writing


@transaction.atomic
def stop_writing(writing: Writing, *, by: Actor, at: datetime) -> int:
    """Forget a draft, or stop what is leaving: nothing more goes out; how many messages were held back."""
    _expect_writer(by)
    _lock(writing, drafts_only=False)
    writing.refresh_from_db()
    if writing.state != WritingState.SENT:  # all are in the outbox: what still waits there can be held back
        move(Writing.objects.all(), writing.pk, table=NEXT, from_=writing.state, to=WritingState.CANCELLED)
    held = cancel_about(writing.recipients.filter(state=RecipientState.HANDED).values("uuid"), by=by, at=at)
    writing.recipients.filter(state=RecipientState.WAITING).update(
        state=RecipientState.LEFT_OUT, reason=_("The writing was stopped.")
    )
    log(writing, "writings.stop", by=by, at=at, held=held)
    writing.refresh_from_db()
    return held


@transaction.atomic
def hand_over(writing: Writing, *, most: int, at: datetime) -> int:
    """Put the next people's messages in the outbox, at most `most`; how many people that were.

    What the world has since refused (an address that bounces, a consent withdrawn) is left out, with the reason. One
    transaction marks the people and holds their messages; two processes take turns on the writing's row.
    """
    if not _lock(writing, drafts_only=False):
        return 0
    waiting = writing.recipients.select_related("person").filter(state=RecipientState.WAITING)
    rows = list(waiting.order_by("pk")[:most])
    refused = _refusals(writing, rows, at=at)
    for row in rows:
        row.reason = refused.get(row.pk, "")[:200]
        row.state = RecipientState.LEFT_OUT if row.reason else RecipientState.HANDED
    WritingRecipient.objects.bulk_update(rows, ["state", "reason"])
    kind = "writing" if writing.purpose == Purpose.SERVICE else f"writing-{writing.purpose}"
    tell_each(kind, [_telling(writing, row) for row in rows if not row.reason], at=at)
    return len(rows)


@transaction.atomic
def finish_writing(writing: Writing, *, by: Actor, at: datetime) -> None:
    """Say that everybody's message is in the outbox; nothing when another process has said so or it was stopped."""
    sending = Writing.objects.filter(pk=writing.pk, state=WritingState.SENDING)
    if sending.update(state=WritingState.SENT, sent_at=at):
        log(writing, "writings.sent", by=by, at=at)


def _expect_writer(by: Actor) -> None:
    if not may_write(by):
        raise NotAWriter()


def _expect_text(writing: Writing) -> None:
    if not (writing.subject_fr and writing.body_fr):
        raise NothingWritten()


def _lock(writing: Writing, *, drafts_only: bool = True) -> bool:
    """Hold the writing's row; whether it is being sent. Refused when only a draft would do and it is none."""
    state = Writing.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=writing.pk)
    if drafts_only:
        move(Writing.objects.all(), writing.pk, table=STAYS, from_=state, to=WritingState.DRAFT)
    return state == WritingState.SENDING


def _recipient(writing: Writing, one: Addressee, address: str, *, taken: bool) -> WritingRecipient:
    reason = "" if address else _("No address.")
    reason = reason or (_("Somebody else here has the same address.") if taken else "")
    return WritingRecipient(
        writing=writing,
        person=one.person,
        organisation_id=one.organisation_id,
        address=address,
        language=one.language,
        fields=dict(one.fields),
        state=RecipientState.LEFT_OUT if reason else RecipientState.WAITING,
        reason=reason,
    )


def _refusals(writing: Writing, rows: list[WritingRecipient], *, at: datetime) -> dict[int, str]:
    """Why not, by the key of the recipient."""
    dead = unreachable([row.address for row in rows])
    found = {row.pk: _("This address bounces.") for row in rows if row.address in dead}
    if writing.purpose == Purpose.SERVICE:
        return found
    people = [row.person_id for row in rows if row.person_id]
    refused = {pk: why for ask in CONSENTS for pk, why in ask(people, writing.purpose, localdate(at)).items()}
    for row in rows:
        if row.person_id is None or not CONSENTS:
            found[row.pk] = _("No consent on record.")
        elif row.person_id in refused:
            found[row.pk] = str(refused[row.person_id])
    return found


def _telling(writing: Writing, row: WritingRecipient) -> Telling:
    """English only when it is written; the list's own address only when it is not the person's."""
    own = row.person is not None and row.person.address.lower() == row.address
    return Telling(
        about=row.uuid,
        to=row.person,
        to_address="" if own else row.address,
        language=row.language if writing.subject_en else "fr",
        fact=f"writing:{row.uuid}",
    )
