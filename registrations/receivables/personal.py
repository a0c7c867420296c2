"""What receivables hold of a person: that they were reminded of what they owed, which follows the invoice."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.orders.personal import LAW
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Fate, Kept
from registrations.receivables.models import ReminderLetter


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := ReminderLetter.objects.filter(person=person).count():
        yield Kept(_("Reminders of what they owed, without their text"), number, LAW)


def erase(_person: User, _by: Actor, _at: datetime) -> None:
    """The mails themselves go with the outbox's; that one was reminded stays with the invoice."""


ERASURES = [Erasure(preview, erase, speaks_for=("registrations.reminderletter.person",))]
