"""Actors of tests."""

from registrations.actors import Actor, Via


def actor_for(person, *roles, via=Via.PORTAL):
    """The actor that a door would build for `person` with these roles."""
    return Actor(person=person, roles=frozenset(roles), via=via)
