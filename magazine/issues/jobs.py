"""The sweep of planned releases: late at worst, never partial."""

import logging

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from magazine.issues.actions import release_issue
from magazine.issues.models import IssuePage
from magazine.issues.queries import due_releases
from registrations.actors import Actor
from registrations.errors import DomainError

logger = logging.getLogger(__name__)


@db_periodic_task(crontab())
def sweep_releases() -> int:
    """Each minute, release the issues whose instant has come. The number released.

    One that is not ready stays planned, is tried again, and waits in the editors' list of what needs attention.
    """
    now, by, released = timezone.now(), Actor.system("magazine.sweep_releases"), 0
    for pk in due_releases(at=now):
        try:
            release_issue(IssuePage.objects.get(pk=pk), by=by, at=now)
        except DomainError as refusal:  # not ready, or released at the same moment by somebody
            logger.warning("Issue %s: %s", pk, refusal.code)
        else:
            released += 1
    return released
