"""Asking for opinions, and reminding once: each quarter of an hour."""

from datetime import timedelta

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.surveys.actions import ask, remind
from registrations.surveys.queries import to_remind
from training.completion.queries import to_ask

AT_MOST = 200
LOOKS_BACK = timedelta(days=60)


@db_periodic_task(crontab(minute="*/15"))
def sweep_surveys() -> int:
    """Ask those who completed a training, and remind who has not answered. The number told."""
    now, told = timezone.now(), 0
    for enrolment, survey in to_ask(since=now - LOOKS_BACK, at_most=AT_MOST):
        group = enrolment.session.activity.uuid
        ask(survey, subject_uuid=enrolment.uuid, group_uuid=group, person=enrolment.person, at=now)
        told += 1
    for receipt in to_remind(on=timezone.localdate(now), at_most=AT_MOST):
        told += remind(receipt, at=now)
    return told
