"""Who reads the funder's report, who freezes it, who takes lists away."""

from registrations.actors import Actor, Role


def may_read_reports(by: Actor) -> bool:
    """The permanent team: the report names nobody."""
    return by.is_team


def may_keep_reports(by: Actor) -> bool:
    """The person responsible for training chooses the indicators and freezes what is sent."""
    return by.has(Role.TRAINING_LEAD)


def may_ask_files(by: Actor) -> bool:
    """Lists that name people are for the person responsible for training alone."""
    return by.has(Role.TRAINING_LEAD)
