"""Who is due a certificate, and why somebody is not."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

KIND = "training.enrolment"
"""What a certificate, or a survey's receipt, of a training is about."""


class Due(TextChoices):
    """Where an enrolment stands on the way to its certificate."""

    DUE = "due", _("A certificate will be issued.")
    ISSUED = "issued", _("The certificate is issued already.")
    NOT_TRAINING = "not_training", _("Only training is certified, not meetings nor information sessions.")
    HISTORICAL = "historical", _("Imported from the past: nothing is sent.")
    NOT_CLOSED = "not_closed", _("The attendance of the session is not closed.")
    NOT_COMPLETED = "not_completed", _("Not enough was attended.")
    NAMELESS = "nameless", _("The person has no name in the register.")
    SURVEY = "survey", _("The survey comes first, and is not answered.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides."""

    is_training: bool
    historical: bool
    is_settled: bool
    completed: bool
    is_issued: bool
    has_name: bool
    survey_first: bool = False
    answered: bool = False


def due(facts: Facts) -> Due:
    """The first thing that stands in the way, else that it is due."""
    stops = (
        (facts.is_issued, Due.ISSUED),
        (not facts.is_training, Due.NOT_TRAINING),
        (facts.historical, Due.HISTORICAL),
        (not facts.is_settled, Due.NOT_CLOSED),
        (not facts.completed, Due.NOT_COMPLETED),
        (not facts.has_name, Due.NAMELESS),
        (facts.survey_first and not facts.answered, Due.SURVEY),
    )
    return next((reason for stands, reason in stops if stands), Due.DUE)
