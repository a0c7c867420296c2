"""People of tests: actors, and members of the team."""

from django.contrib.auth.models import Group

from registrations.actors import Actor, Via


def actor_for(person, *roles, via=Via.PORTAL):
    """The actor that a door would build for `person` with these roles."""
    return Actor(person=person, roles=frozenset(roles), via=via)


def with_role(person, *roles):
    """The same person, now in the groups of these roles."""
    person.groups.add(*Group.objects.filter(name__in=roles))
    return person
