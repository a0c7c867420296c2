"""What happens to a session and must reach the people in it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal import actions as journal
from registrations.messages.actions import tell
from registrations.seats.actions import close_pool, empty_pool, resize_pool
from registrations.states import move
from training.catalogue.rules import may_manage_training
from training.enrolments.actions.offers import offer_next
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Session
from training.sessions.rules import NEXT, SessionState


@transaction.atomic
def cancel_session(session: Session, *, by: Actor, at: datetime) -> int:
    """Cancel a session and tell everybody in it or in line; the number of people told.

    The pool closes first: from then on nobody can enter, and the rows read after are all that there will be.
    """
    if not may_manage_training(by):
        raise Forbidden()
    close_pool(session.pool_id)
    move(Session.objects.all(), session.pk, table=NEXT, from_=session.state, to=SessionState.CANCELLED)
    session.state = SessionState.CANCELLED
    empty_pool(session.pool_id, at=at)
    rows = Enrolment.objects.filter(session=session, state__in=_ENDED_WITH_THE_SESSION).select_related("person")
    told = list(rows.order_by("pk"))
    Enrolment.objects.filter(pk__in=[row.pk for row in told]).update(
        state=EnrolmentState.CANCELLED, cancelled_at=at, offer_ends_at=None, sequence=F("sequence") + 1
    )
    journal.log(session, "training.cancel_session", by=by, at=at, people=len(told))
    for row in told:
        journal.log(row, "training.cancel_enrolment", by=by, at=at)
        tell("session-cancelled", about=row, to=row.person, at=at)
    return len(told)


@transaction.atomic
def resize_session(session: Session, *, capacity: int | None, by: Actor, at: datetime) -> int:
    """Change the number of seats; new ones are offered to the people in line. The number of offers."""
    if not may_manage_training(by):
        raise Forbidden()
    resize_pool(session.pool_id, capacity=capacity)
    journal.log(session, "training.resize_session", by=by, at=at, capacity=capacity)
    return offer_next(session, at=at)


_ENDED_WITH_THE_SESSION = (EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED, EnrolmentState.OFFERED)
