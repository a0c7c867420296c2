"""Writing to the outbox, inside the transaction of the fact itself; trying again what failed."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal import actions as journal
from registrations.messages import tasks
from registrations.messages.bounces import keep_bounce
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.rules import MOST_ATTEMPTS, NEXT, MessageState, may_keep_addresses
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
    Message.objects.bulk_create([row], ignore_conflicts=True)
    if row.not_before <= at:
        _wake(row)


@transaction.atomic
def retry_message(message: Message, *, by: Actor, at: datetime) -> None:
    """Try once more what failed."""
    if not by.is_team:
        raise Forbidden()
    _move(message, MessageState.WAITING, attempts=0, not_before=at, leased_until=None)
    journal.log(message, "messages.retry", by=by, at=at)
    _wake(message)


@transaction.atomic
def cancel_message(message: Message, *, by: Actor, at: datetime) -> None:
    """Keep a message that waits or failed from ever leaving."""
    if not by.is_team:
        raise Forbidden()
    _move(message, MessageState.CANCELLED)
    journal.log(message, "messages.cancel", by=by, at=at)


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
