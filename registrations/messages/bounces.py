"""Keeping that an address bounces: for the actions, and for the sending itself, which hears it from the server."""

from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.journal import actions as journal
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.registry import ON_BOUNCE
from registrations.messages.rules import BounceKind, cleaned_diagnosis


@transaction.atomic
def keep_bounce(
    *,
    address: str,
    kind: str,
    diagnosis: str,
    message: Message | None = None,
    by: Actor | None = None,
    at: datetime,
) -> BouncedAddress:
    """The one open row of this address; whoever waits for news hears of a permanent bounce once."""
    words = cleaned_diagnosis(diagnosis, address=address)
    row, is_new = BouncedAddress.objects.get_or_create(
        address=address.lower(),
        resolved_at=None,
        defaults={"kind": kind, "diagnosis": words, "message": message, "bounced_at": at},
    )
    if not is_new and not _worse(row, kind, words):
        return row
    journal.log(row, "messages.record_bounce", by=by or Actor.system("outbox"), at=at, kind=str(row.kind))
    if row.kind == BounceKind.HARD:
        for hear in ON_BOUNCE:
            hear(row, at)
    return row


def _worse(row: BouncedAddress, kind: str, words: str) -> bool:
    """Whether a temporary bounce is now permanent: one guarded UPDATE, so that it is news once."""
    if kind != BounceKind.HARD:
        return False
    soft = BouncedAddress.objects.open().filter(pk=row.pk, kind=BounceKind.SOFT)
    changed = soft.update(kind=BounceKind.HARD, diagnosis=words)
    row.refresh_from_db()
    return bool(changed)
