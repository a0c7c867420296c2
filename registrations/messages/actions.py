"""Writing to the outbox, inside the transaction of the fact itself; trying again what failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from registrations.actors import Actor
from registrations.association.errors import NotTheAssociations, SenderMissing
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.association.rules import can_send, may_describe
from registrations.errors import Forbidden, NotFound
from registrations.ids import uuid7
from registrations.journal import actions as journal
from registrations.messages import tasks
from registrations.messages.bounces import keep_bounce
from registrations.messages.errors import ReasonMissing
from registrations.messages.models import BouncedAddress, Message, OpenKind
from registrations.messages.registry import MAILS
from registrations.messages.rules import MOST_ATTEMPTS, NEXT, MessageState, may_keep_addresses
from registrations.prepared import add
from registrations.states import move


def tell(kind: str, *, about: Any, to: Any, at: datetime, fact: str = "", not_before: datetime | None = None) -> None:
    """Leave one message for the person `to` about the row `about`; the same fact is told once, whoever asks again.

    `fact` tells apart several messages of one kind about one row (default: the kind and the row).
    """
    row = Message(
        kind=kind,
        fact=fact or f"{kind}:{about.uuid}:{to.pk}",
        about_uuid=about.uuid,
        to=to,
        language=to.language,
        not_before=not_before or at,
        created_at=at,
    )
    add(row, once=True)
    if row.not_before <= at:
        _wake(row)


@dataclass(frozen=True, slots=True)
class Telling:
    """One message of many: about which row, to whom (a person, or an address without one), in which language."""

    about: UUID
    to: Any | None
    to_address: str
    language: str
    fact: str


def tell_each(
    kind: str,
    tellings: Iterable[Telling],
    *,
    at: datetime,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> None:
    """Leave many messages of one kind in one statement; each fact is told once, whoever asks again.

    From `not_after` on they are of no use any more: what has not left by then never does.
    """
    rows = [
        Message(
            kind=kind,
            fact=one.fact,
            about_uuid=one.about,
            to=one.to,
            to_address=one.to_address,
            language=one.language,
            not_before=not_before or at,
            not_after=not_after,
            created_at=at,
        )
        for one in tellings
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=100)
    for row in rows:
        if row.not_before <= at:
            _wake(row)


def tell_each_later(kind: str, tellings: Iterable[Telling], *, wait: timedelta, at: datetime) -> None:
    """The same in a while, once for all that changes meanwhile: what has not left yet waits again, and says how things
    stand when it leaves. The guard is that of the lease: a message that is leaving is not put off."""
    asked, then = list(tellings), at + wait
    waiting = Message.objects.filter(kind=kind, state=MessageState.WAITING, about_uuid__in=[one.about for one in asked])
    if waiting.exclude(leased_until__gt=at).update(not_before=then, leased_until=None):
        put_off = set(waiting.filter(not_before=then).values_list("about_uuid", flat=True))
        asked = [one for one in asked if one.about not in put_off]
    tell_each(kind, asked, at=at, not_before=then)


def tell_address(kind: str, *, about: Any, address: str, language: str, at: datetime, fact: str = "") -> None:
    """The same for somebody who has no record here, or for an office: an address alone."""
    row = Message(
        kind=kind,
        fact=fact or f"{kind}:{about.uuid}:{sha256(address.lower().encode()).hexdigest()[:16]}",
        about_uuid=about.uuid,
        to_address=address,
        language=language,
        not_before=at,
        created_at=at,
    )
    add(row, once=True)
    _wake(row)


@transaction.atomic
def cancel_about(about: Any, *, by: Actor, at: datetime) -> int:
    """Hold back every message about these rows (`about`: their uuids) that has not left; how many."""
    if not by.is_team:
        raise Forbidden()
    unsent = Message.objects.filter(about_uuid__in=about, state__in=[MessageState.WAITING, MessageState.FAILED])
    return unsent.exclude(leased_until__gt=at).update(state=MessageState.CANCELLED)


@transaction.atomic
def retry_message(message: Message, *, address: str = "", by: Actor, at: datetime) -> None:
    """Try once more what failed; `address` is where it goes this time, empty for the person's own."""
    if not by.is_team:
        raise Forbidden()
    there = {"to_address": address.lower()} if address else {}
    _move(message, MessageState.WAITING, attempts=0, not_before=at, leased_until=None, error="", **there)
    journal.log(message, "messages.retry", by=by, at=at)
    _wake(message)


@transaction.atomic
def cancel_message(message: Message, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Keep a message that waits or failed from ever leaving, and say why."""
    if not by.is_team:
        raise Forbidden()
    _move(message, MessageState.CANCELLED, **({"error": reason[:200]} if reason else {}))
    journal.log(message, "messages.cancel", by=by, at=at)


@transaction.atomic
def open_kind(kind: str, *, by: Actor, at: datetime) -> None:
    """Let one kind of mail leave though the tap is closed. Raises `SenderMissing` without a sender."""
    sender = _sender(by)
    if kind not in MAILS:
        raise NotFound()
    _row, made = OpenKind.objects.get_or_create(kind=kind, defaults={"opened_at": at})
    if made:
        journal.log(sender, "messages.open_kind", by=by, at=at, kind=kind)


@transaction.atomic
def close_kind(kind: str, *, by: Actor, at: datetime) -> None:
    """Hold one kind of mail again."""
    if not may_describe(by):
        raise NotTheAssociations()
    if OpenKind.objects.filter(kind=kind).delete()[0]:
        journal.log(association(), "messages.close_kind", by=by, at=at, kind=kind)


@transaction.atomic
def cancel_kind(kind: str, *, reason: str, by: Actor, at: datetime) -> int:
    """Keep all that waits of one kind from ever leaving; how many messages. What is being sent just now still goes."""
    if not may_describe(by):
        raise NotTheAssociations()
    if not reason.strip():
        raise ReasonMissing()
    free = Message.objects.filter(kind=kind, state=MessageState.WAITING).exclude(leased_until__gt=at)
    number = free.update(state=MessageState.CANCELLED, error=reason.strip()[:200])
    journal.log(association(), "messages.cancel_kind", by=by, at=at, kind=kind, messages=number)
    return number


@transaction.atomic
def send_tap_test(*, by: Actor, at: datetime) -> Association:
    """A mail to oneself, to see how the association's mails arrive; it leaves though the tap is closed."""
    sender = _sender(by)
    tell("tap-test", about=sender, to=by.person, at=at, fact=f"tap-test:{uuid7()}")
    journal.log(sender, "messages.tap_test", by=by, at=at)
    return sender


def _sender(by: Actor) -> Association:
    """The association, once it may write; only those who describe it let its mails leave."""
    if not may_describe(by):
        raise NotTheAssociations()
    sender = association()
    if not can_send(sender):
        raise SenderMissing()
    return sender


@transaction.atomic
def give_up(*, at: datetime) -> int:
    """Mark as failed what was interrupted again and again in the middle of sending; the number of messages."""
    interrupted = Message.objects.due(at=at).filter(attempts__gte=MOST_ATTEMPTS)
    return interrupted.update(state=MessageState.FAILED, error="Interrupted.", leased_until=None)


@transaction.atomic
def record_bounce(
    *, address: str, kind: str, diagnosis: str = "", message: Message | None = None, by: Actor, at: datetime
) -> BouncedAddress:
    """Keep that an address refused a mail; told again, it changes nothing, save from temporary to permanent.

    A permanent one stops every mail of the outbox to the address until `resolve_bounce`: they fail, and say why.
    """
    if not may_keep_addresses(by):
        raise Forbidden()
    return keep_bounce(address=address, kind=kind, diagnosis=diagnosis, message=message, by=by, at=at)


@transaction.atomic
def resolve_bounce(*, address: str, by: Actor, at: datetime) -> bool:
    """Say that an address works again, because its person proved it or the team knows; whether it bounced at all.

    What failed meanwhile is not sent by itself: the team sends again what still matters.
    """
    if not may_keep_addresses(by):
        raise Forbidden()
    row = BouncedAddress.objects.open().select_for_update(no_key=True).filter(address=address.lower()).first()
    if row is None:
        return False
    BouncedAddress.objects.filter(pk=row.pk).update(resolved_at=max(at, row.bounced_at))
    journal.log(row, "messages.resolve_bounce", by=by, at=at)
    return True


def _move(message: Message, to: str, **fields: Any) -> None:
    move(Message.objects.all(), message.pk, table=NEXT, from_=message.state, to=to, **fields)


def _wake(row: Message) -> None:
    """Once committed, ask a worker to send it now; should the queue be down, the sweep finds it within a minute."""
    transaction.on_commit(partial(tasks.deliver.enqueue, str(row.uuid)), robust=True)
