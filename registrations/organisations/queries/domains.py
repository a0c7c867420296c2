"""Whose mailboxes the people of organisations have."""

from collections.abc import Collection
from datetime import date

from registrations.organisations.models import Affiliation
from registrations.people.registry import Domains


def employer_domains(people: Collection[int] | None, on: date) -> dict[int, Domains]:
    """Whose mailboxes people have from their posts (one statement): the answer that `people` asks for."""
    posts = Affiliation.objects.filter(starts_on__lte=on)
    if people is None:
        posts = posts.filter(person__in=Affiliation.objects.filter(ends_on__lte=on).values("person"))
    else:
        posts = posts.filter(person__in=people)
    held: dict[int, set[str]] = {}
    left: dict[int, set[str]] = {}
    for pk, ends_on, domains in posts.values_list("person", "ends_on", "organisation__email_domains"):
        side = held if ends_on is None or ends_on > on else left
        side.setdefault(pk, set()).update(domains)
    return {
        pk: Domains(held=frozenset(held.get(pk, ())), left=frozenset(left.get(pk, ()))) for pk in held.keys() | left
    }
