"""The digest of each Monday."""

from datetime import timedelta

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from training.digests.actions import tell_week
from training.digests.queries import registrars, weeks_of

HOUR, LAST_DAY = 7, 3


@db_periodic_task(crontab(minute="*/20"))
def sweep_digests() -> int:
    """From Monday at seven, tell registrars the week before; until Thursday when the job was down. The number told."""
    now = timezone.now()
    today = timezone.localtime(now)
    if today.weekday() > LAST_DAY or (today.weekday() == 0 and today.hour < HOUR):
        return 0
    monday = today.date() - timedelta(days=today.weekday())
    keepers = registrars(on=monday)
    every = {organisation.pk: organisation for kept in keepers.values() for organisation in kept}
    told = {week.organisation.pk for week in weeks_of(every.values(), on=monday)} if every else set[int]()
    people = [pk for pk, kept in keepers.items() if any(organisation.pk in told for organisation in kept)]
    return tell_week(people, judged=keepers, week_on=monday, at=now) if keepers else 0
