"""The sweeps of the waiting list and of the seats that wait for a registrar."""

import logging

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.orders.actions import withdraw_order
from training.enrolments.actions import end_reserve, expire_offer, offer_next
from training.enrolments.queries import ended_offers, ended_reserves, lines_to_move, orders_called_off

logger = logging.getLogger(__name__)
AT_MOST = 200


@db_periodic_task(crontab())
def sweep_offers() -> int:
    """Each minute, end the offers that nobody answered and go on to the next in line. The number ended."""
    now, by, ended = timezone.now(), Actor.system("training.sweep_offers"), 0
    for enrolment in ended_offers(at=now, at_most=AT_MOST):
        try:
            ended += expire_offer(enrolment, by=by, at=now)
        except DomainError as refusal:  # answered at the same moment: the next sweep finds nothing of it
            logger.info("Offer %s: %s", enrolment.uuid, refusal.code)
    return ended


@db_periodic_task(crontab())
def sweep_reserves() -> int:
    """Each minute, release the seats for which nobody vouched in time. The number settled."""
    now, by, ended = timezone.now(), Actor.system("training.sweep_reserves"), 0
    for enrolment in ended_reserves(at=now, at_most=AT_MOST):
        try:
            ended += end_reserve(enrolment, by=by, at=now)
        except DomainError as refusal:  # the same
            logger.info("Reserve %s: %s", enrolment.uuid, refusal.code)
    return ended


@db_periodic_task(crontab())
def sweep_lines() -> int:
    """Each minute, offer what a cap kept from somebody and keeps no more. The number of offers."""
    now = timezone.now()
    return sum(offer_next(session, at=now) for session in lines_to_move(at=now, at_most=AT_MOST))


@db_periodic_task(crontab())
def sweep_called_off() -> int:
    """Each minute, end the unpaid orders of sessions that the team cancelled. The number ended."""
    return end_called_off()


def end_called_off() -> int:
    """The same, at once: for the door that cancels a session."""
    now, by = timezone.now(), Actor.system("training.sweep_called_off")
    return sum(withdraw_order(order_pk=pk, by=by, at=now) for pk in orders_called_off(at_most=AT_MOST))
