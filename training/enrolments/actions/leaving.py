"""Giving back what an enrolment holds: the row first, then its seat or its place in line."""

from datetime import datetime

from registrations.actors import Actor
from registrations.journal import actions as journal
from registrations.orders.models import OrderLine
from registrations.states import move
from training.enrolments.actions.capping import leave_line, release_seat
from training.enrolments.models import Enrolment
from training.enrolments.rules import NEXT, EnrolmentState


def give_up(enrolment: Enrolment, *, at: datetime) -> None:
    """Cancel the row and give back its seat or its place in line. The caller holds the pool's lock."""
    was, fields = enrolment.state, {"cancelled_at": at, "offer_ends_at": None, "sequence": enrolment.sequence + 1}
    fields |= {"reserved_until": None}
    rows = Enrolment.objects.all()
    move(rows, enrolment.pk, table=NEXT, from_=was, to=EnrolmentState.CANCELLED, queue=None, **fields)
    if was == EnrolmentState.WAITLISTED:
        leave_line(enrolment)
    else:
        release_seat(enrolment, at=at)
    for name, value in {"state": EnrolmentState.CANCELLED, **fields}.items():
        setattr(enrolment, name, value)


def leave(before: Enrolment, *, at: datetime) -> OrderLine | None:
    """Give up a place for another; the order line that goes with its person, if there is one.

    The caller holds the person and both pools, and offers the freed seat.
    """
    line = before.line
    give_up(before, at=at)
    if line:
        Enrolment.objects.filter(pk=before.pk).update(line=None)
        before.line = None
    return line


def note_left(before: Enrolment, after: Enrolment, *, by: Actor, at: datetime) -> None:
    """Say in the journal for which registration a place was left."""
    journal.log(before, "training.leave_for", by=by, at=at, to_enrolment=str(after.uuid))
