"""What the digests hold of a person: the weeks that they were told, and whether they stopped it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.people.registry import Merge, first_of
from registrations.privacy.registry import Erasure, Fate, Gone
from training.digests.models import Digest, DigestRefusal


def preview(person: User, _on: date) -> Iterator[Fate]:
    number = Digest.objects.filter(person=person).count() + DigestRefusal.objects.filter(person=person).count()
    if number:
        yield Gone(_("Weekly digests to registrars"), number)


def erase(person: User, _by: Actor, _at: datetime) -> None:
    Digest.objects.filter(person=person).delete()
    DigestRefusal.objects.filter(person=person).delete()


ERASURES = [Erasure(preview, erase, speaks_for=("training.digest.person", "training.digestrefusal.person"))]


def _move_refusal(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    """One refusal is enough for the record that is kept."""
    theirs = DigestRefusal.objects.filter(person=dropped)
    if DigestRefusal.objects.filter(person=kept).exists():
        theirs.delete()
    theirs.update(person=kept)


MERGES = [
    first_of("training.digest.person", same="week_on"),
    Merge(_move_refusal, ("training.digestrefusal.person",)),
]
