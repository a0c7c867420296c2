"""What lists of colleagues hold of a person: for thirty days, whom somebody asked to register."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Fate, Gone
from training.colleagues.models import ColleagueBatch, ColleagueCell


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := ColleagueCell.objects.filter(_about(person)).count():
        yield Gone(_("Lines of lists by which colleagues were registered"), number)


def erase(person: User, _by: Actor, _at: datetime) -> None:
    ColleagueCell.objects.filter(_about(person)).delete()
    ColleagueBatch.objects.filter(by=person).update(by=None)


def _about(person: User) -> Q:
    addresses = [address.lower() for address in (person.email, person.contact_email) if address]
    return Q(person=person) | Q(email__in=addresses)


ERASURES = [
    Erasure(preview, erase, speaks_for=("training.colleaguecell.person", "training.colleaguebatch.by")),
]
