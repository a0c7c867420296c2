"""Who may decide of the team's accounts."""

from registrations.actors import Actor


def may_manage_team(by: Actor) -> bool:
    """The administrator alone; commands of the machine act as the system."""
    return by.has()
