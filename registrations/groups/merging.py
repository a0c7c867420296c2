"""The mandates of two records of one person, and of one organisation."""

from collections.abc import Iterable
from datetime import date, datetime

from registrations.actors import Actor
from registrations.groups.models import Group, Mandate
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Merge as OrganisationMerge
from registrations.people.models import User
from registrations.people.registry import Merge


def move_mandates(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    """Mandates move; one that meets another in the same group is joined to it and goes."""
    held, others = Mandate.objects.filter(person=kept), Mandate.objects.filter(person=dropped)
    for mandate in _left_apart(list(_in_order(held)), _in_order(others)):
        Mandate.objects.filter(pk=mandate.pk).update(person=kept)


def move_groups(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """The same for an organisation's seats; its partnerships move too, each once."""
    held, others = Mandate.objects.filter(organisation=kept), Mandate.objects.filter(organisation=dropped)
    for mandate in _left_apart(list(_in_order(held)), _in_order(others)):
        Mandate.objects.filter(pk=mandate.pk).update(organisation=kept)
    for group in Group.objects.filter(partners=dropped):
        group.partners.remove(dropped)
        group.partners.add(kept)


def _in_order(mandates: Iterable[Mandate]) -> list[Mandate]:
    return sorted(mandates, key=lambda mandate: (mandate.starts_on, mandate.pk))


def _left_apart(held: list[Mandate], others: Iterable[Mandate]) -> list[Mandate]:
    """Join those that meet one held; those that only have to change hands."""
    apart = []
    for mandate in others:
        meeting = next((other for other in held if _meet(other, mandate)), None)
        if meeting is None:
            apart.append(mandate)
            held.append(mandate)
        else:
            _join(meeting, mandate)
    return apart


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
MERGE = OrganisationMerge(
    move_groups, ("registrations.mandate.organisation", "registrations.group_partners.organisation")
)
