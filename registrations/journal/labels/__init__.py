"""What the acts of the journal are called on a page: a verb means the same in every feature, or is named whole."""

from registrations.journal.labels.named import NAMED
from registrations.journal.labels.verbs import VERBS

LABELS = VERBS | NAMED


def label_of(action: str) -> str:
    """`training.cancel_enrolment` as a person reads it; an act without a name shows its code."""
    return str(LABELS.get(action) or LABELS.get(action.partition(".")[2]) or action)
