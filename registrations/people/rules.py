"""Who may keep the register of people, and the form of what it keeps."""

import unicodedata

from django.utils.text import slugify

from registrations.actors import Actor, Role
from registrations.phones import spelled_phone

__all__ = ["KEEPERS", "may_keep_register", "spelled_name", "spelled_phone"]

KEEPERS = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)


def may_keep_register(by: Actor) -> bool:
    """The team members who register organisations, people and their posts."""
    return by.has(*KEEPERS)


def spelled_name(given: str) -> str:
    """A name on one line, without the marks that nobody sees: they break spreadsheets, calendars and headers."""
    return " ".join("".join(c for c in given if c.isspace() or unicodedata.category(c)[0] != "C").split())


DESKS = """
    accueil admin administration bonjour bureau communications comptabilite contact coordination courriel direction
    emploi equipe formation formations general info infos information inscription inscriptions office reception rh
    ressources ressourceshumaines secretariat service services support
"""
SHARED = frozenset(DESKS.split())


def is_shared_mailbox(address: str) -> bool:
    """Whether an address is that of a desk (info@, accueil@): several people read it, so it proves nobody."""
    return slugify(address.partition("@")[0]).replace("-", "") in SHARED
