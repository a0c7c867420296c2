"""What a certificate is worth, who issues them, how its code is read."""

import re
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role

ISSUERS = (Role.TRAINING_LEAD, Role.EVENT_LEAD)
KEPT_YEARS = 6
"""After the day it was issued, the name leaves; number, dates and hours stay."""
LOOKUPS = 20
LOOKUP_SECONDS = 3600
"""Unknown codes that one address may try in an hour."""


class Worth(TextChoices):
    VALID = "valid", _("Valid")
    REPLACED = "replaced", _("Replaced")
    REVOKED = "revoked", _("Revoked")


class Held(TextChoices):
    """How what it certifies was held."""

    ONLINE = "online", _("Online")
    ON_SITE = "on_site", _("On site")
    HYBRID = "hybrid", _("Hybrid")


def may_issue(by: Actor) -> bool:
    """Those who run what people attend, and the jobs that they start."""
    return by.has(*ISSUERS)


def may_read(by: Actor, person_pk: int) -> bool:
    """The person whose certificate it is, and those who issue them."""
    return may_issue(by) or (by.person is not None and by.person.pk == person_pk)


def series_of(on: date) -> str:
    """One series a year: `A-2026`."""
    return f"A-{on.year}"


def initials(name: str) -> str:
    """`Marie-Ève Tremblay` is `M.-È. T.`: what a stranger may see."""
    return " ".join("-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in name.split())


def read_code(typed: str) -> str:
    """The code as it is stored, however it was typed: Crockford's alphabet takes O for 0, I and L for 1."""
    bare = re.sub(r"[\s\-\u2010-\u2015]", "", typed).upper()
    return bare.translate(str.maketrans("OIL", "011"))


def spelled_code(code: str) -> str:
    """In two halves, easier to read aloud."""
    return f"{code[:4]}-{code[4:]}"
