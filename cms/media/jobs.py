"""The sweep of images whose sizes nobody made yet."""

from datetime import timedelta

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cms.media.queries import images_without_sizes
from cms.media.tasks import make_renditions

AT_MOST = 20
PATIENCE = timedelta(minutes=1)
"""What the task that came with the image is given before the sweep wakes another."""


@db_periodic_task(crontab())
def sweep_images() -> int:
    """Each minute, have the missing sizes made. The number of images."""
    found = images_without_sizes(at_most=AT_MOST, before=timezone.now() - PATIENCE)
    for pk in found:
        make_renditions.enqueue(pk)
    return len(found)
