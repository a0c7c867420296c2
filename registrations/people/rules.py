"""Who may keep the register of people."""

from registrations.actors import Actor, Role

KEEPERS = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)


def may_keep_register(by: Actor) -> bool:
    """The team members who register organisations, people and their posts."""
    return by.has(*KEEPERS)
