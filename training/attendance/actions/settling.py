"""From confirmed to attended or absent, and from one to the other, by the rule of completion."""

from collections.abc import Sequence
from datetime import datetime

from registrations.actors import Actor
from registrations.journal import actions as journal
from training.attendance.queries import completions
from training.enrolments.models import Enrolment
from training.enrolments.rules import NEXT, EnrolmentState


def settle(people: Sequence[Enrolment], *, by: Actor, at: datetime) -> dict[str, int]:
    """Move each to what their completion says, in two statements; how many are now attended, and absent.

    The caller holds the locks of these rows, and has checked who may.
    """
    completed = completions(people)
    told = {row.pk: EnrolmentState.ATTENDED if completed[row.pk].completed else EnrolmentState.ABSENT for row in people}
    with journal.noted_together():
        for state in (EnrolmentState.ATTENDED, EnrolmentState.ABSENT):
            moving = [row for row in people if told[row.pk] == state and state in NEXT[row.state]]
            Enrolment.objects.filter(pk__in=[row.pk for row in moving]).update(state=state)
            for row in moving:
                row.state = state
                journal.log(row, "training.settle_attendance", by=by, at=at, state=str(state))
    return {state: sum(each == state for each in told.values()) for state in set(told.values())}
