"""Terms of the registers that Law 25 asks for, and who keeps them."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor

INCIDENT_YEARS = 5


class NoteKind(TextChoices):
    MEASURE = "measure", _("Measure taken")
    CAI = "cai", _("Notice to the Commission d'accès à l'information")
    PEOPLE = "people", _("Notice to the people concerned")
    CORRECTION = "correction", _("Correction")
    CLOSED = "closed", _("Closed")


def may_keep_incidents(by: Actor) -> bool:
    """The administrator, who acts for the person in charge."""
    return by.has()


def may_record_disclosure(by: Actor) -> bool:
    """Whoever in the team gives the data says so; so does the machine when a list is downloaded."""
    return by.is_team


def incident_kept_until(known_on: date) -> date:
    """Five years at least after the association knew of it.

    Regulation respecting confidentiality incidents (A-2.1, r. 3.1), s. 8.
    """
    try:
        return known_on.replace(year=known_on.year + INCIDENT_YEARS)
    except ValueError:  # 29 February
        return date(known_on.year + INCIDENT_YEARS, 3, 1)


def must_notify(*, serious_risk: bool, kinds: frozenset[str]) -> frozenset[str]:
    """The notices still owed: a risk of serious injury is told to the CAI and to the people (P-39.1, s. 3.5)."""
    return (frozenset({NoteKind.CAI.value, NoteKind.PEOPLE.value}) - kinds) if serious_risk else frozenset()
