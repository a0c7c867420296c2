"""Who keeps the books."""

from registrations.actors import Actor, Role


def may_keep_books(by: Actor) -> bool:
    """Accounts, closings, exports and discrepancies are accounting's."""
    return by.has(Role.ACCOUNTING)
