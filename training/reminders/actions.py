"""Leaving reminders and thanks in the outbox, each once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from registrations.messages.actions import Telling, tell_each
from training.enrolments.models import Enrolment
from training.reminders.models import Reminder
from training.reminders.rules import THANKED_WITHIN, Window
from training.sessions.models import Meeting


@transaction.atomic
def recall(meeting: Meeting, window: Window, enrolments: Sequence[Enrolment], *, at: datetime) -> int:
    """Remind these people of a meeting; how many. What has not left when it closes never leaves."""
    asked = {"meeting": meeting, "kind": window.kind, "starts_at": meeting.starts_at}
    wanted = [Reminder(enrolment=row, created_at=at, **asked) for row in enrolments]
    Reminder.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=100)
    people = {row.pk: row.person for row in enrolments}
    rows = Reminder.objects.filter(enrolment__in=people, **asked).values_list("uuid", "enrolment_id")
    tellings = [
        Telling(uuid, people[pk], "", people[pk].language, f"meeting-reminder:{uuid}")
        for uuid, pk in rows.order_by("pk")
    ]
    tell_each("meeting-reminder", tellings, at=at, not_after=window.closes_at)
    return len(tellings)


@transaction.atomic
def thank(enrolments: Sequence[Enrolment], *, at: datetime) -> int:
    """Thank these people; how many."""
    tellings = [
        Telling(row.uuid, row.person, "", row.person.language, f"session-thanks:{row.uuid}") for row in enrolments
    ]
    tell_each("session-thanks", tellings, at=at, not_after=at + THANKED_WITHIN)
    return len(tellings)
