"""Who keeps the library, and what counts as a download: pure."""

from registrations.actors import Actor, Role


def may_keep_library(by: Actor) -> bool:
    """Librarians add, change, publish, and make exceptions; administrators may stand in."""
    return by.has(Role.LIBRARIAN)


def may_look_as(by: Actor) -> bool:
    """Editors and librarians may ask what a given audience gets."""
    return by.has(Role.LIBRARIAN, Role.EDITOR, Role.BOARD_SECRETARY)
