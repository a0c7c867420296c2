"""The stored answers' sweep."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.idempotency.actions import forget_answers


@db_periodic_task(crontab(minute="17"))
def sweep_answers() -> int:
    """Each hour, forget the answers that are a day old. The number forgotten."""
    return forget_answers(at=timezone.now())
