"""Writing to the outbox, inside the transaction of the fact itself."""

from datetime import datetime
from typing import Any

from registrations.messages.models import Message


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
