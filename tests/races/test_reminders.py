"""The job of the reminders runs several times at once: each person is reminded once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from registrations.messages.models import Message
from tests.factories.training import STARTS, EnrolmentFactory
from training.models import Reminder
from training.reminders.actions import recall
from training.reminders.queries import meetings_to_recall, to_recall

pytestmark = pytest.mark.race
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_remind_once():
    EnrolmentFactory()
    now = STARTS - MINUTE
    [(meeting, window)] = meetings_to_recall(at=now)
    people = to_recall(meeting, window, at_most=9)

    def once(_number):
        try:
            return recall(meeting, window, people, at=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, range(8)))

    assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)
