"""Reminders of two records of one payer; of two pauses of an organisation, the kept record's goes on."""

from datetime import datetime

from registrations.actors import Actor
from registrations.organisations import registry as organisations
from registrations.organisations.models import Organisation
from registrations.people import registry as people
from registrations.people.models import User
from registrations.receivables.models import ReminderLetter, ReminderPause


def move_reminders(kept: Organisation, dropped: Organisation, _by: Actor, at: datetime) -> None:
    ReminderLetter.objects.filter(organisation=dropped).update(organisation=kept)
    pauses = ReminderPause.objects.filter(organisation=dropped)
    if ReminderPause.objects.filter(organisation=kept, ended_at=None).exists():
        pauses.filter(ended_at=None).update(ended_at=at)
    pauses.update(organisation=kept)


def move_own_reminders(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    ReminderLetter.objects.filter(person=dropped).update(person=kept)


MERGE = organisations.Merge(
    move_reminders, ("registrations.reminderletter.organisation", "registrations.reminderpause.organisation")
)
OF_PEOPLE = (people.Merge(move_own_reminders, ("registrations.reminderletter.person",)),)
