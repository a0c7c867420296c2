"""Asking for a resource that the policy does not open: states, deadlines, limits. Pure."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role


class RequestState(TextChoices):
    ASKED = "asked", _("Waits for an answer")
    QUESTION = "question", _("A question waits for the reader")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Withdrawn by the reader")


OPEN = (RequestState.ASKED, RequestState.QUESTION)
_ENDS = {RequestState.GRANTED, RequestState.REFUSED, RequestState.CANCELLED}
NEXT: dict[str, frozenset[str]] = {
    RequestState.ASKED: frozenset({RequestState.QUESTION, *_ENDS}),
    RequestState.QUESTION: frozenset({RequestState.ASKED, *_ENDS}),
}

ANSWER_WITHIN = timedelta(days=10)
"""What a reader is promised."""
REMIND_EVERY = 2
"""Days between two reminders of a request that is late."""
MOST_OPEN = 5
MOST_A_DAY = 10
"""Requests of one person: waiting at once, and made within a day, whatever became of them."""
LONGEST = timedelta(days=366)
"""No exception is for ever: beyond a year, the policy is what should change."""


def answer_by(asked_on: date) -> date:
    """The last day on which the answer is on time."""
    return asked_on + ANSWER_WITHIN


def reminds(due_on: date, on: date) -> bool:
    """Whether the librarian is reminded that day: the day before the deadline, then every other day once it passed."""
    late = (on - due_on).days
    return late == -1 or (late > 0 and late % REMIND_EVERY == 1)


def may_answer(by: Actor) -> bool:
    """Whoever may grant an exception answers those who ask for one."""
    return by.has(Role.LIBRARIAN)
