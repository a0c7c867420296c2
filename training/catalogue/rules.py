"""Who may prepare training."""

from registrations.actors import Actor, Role


def may_manage_training(by: Actor) -> bool:
    """The person responsible for training, and the system in their name."""
    return by.has(Role.TRAINING_LEAD)
