"""The mandates of two records of one person."""

from datetime import date, datetime

from registrations.actors import Actor
from registrations.groups.models import Mandate
from registrations.people.models import User
from registrations.people.registry import Merge


def move_mandates(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    """Mandates move; one that meets another in the same group is joined to it and goes."""
    held = list(Mandate.objects.filter(person=kept).order_by("starts_on", "pk"))
    for mandate in Mandate.objects.filter(person=dropped).order_by("starts_on", "pk"):
        meeting = next((other for other in held if _meet(other, mandate)), None)
        if meeting is None:
            Mandate.objects.filter(pk=mandate.pk).update(person=kept)
            held.append(mandate)
        else:
            _join(meeting, mandate)


def _meet(one: Mandate, other: Mandate) -> bool:
    overlap = one.starts_on < (other.ends_on or date.max) and other.starts_on < (one.ends_on or date.max)
    return one.group_id == other.group_id and overlap


def _join(kept: Mandate, dropped: Mandate) -> None:
    kept.starts_on = min(kept.starts_on, dropped.starts_on)
    ends = max(kept.ends_on or date.max, dropped.ends_on or date.max)
    kept.ends_on = None if ends == date.max else ends
    kept.office = kept.office or dropped.office
    dropped.delete()
    kept.save(update_fields=["starts_on", "ends_on", "office"])


OF_PEOPLE = (Merge(move_mandates, ("registrations.mandate.person",)),)
