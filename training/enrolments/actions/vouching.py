"""Asking an organisation's registrars whether somebody who took a seat works there."""

from datetime import datetime

from django.utils.timezone import localdate

from registrations.messages.actions import tell
from registrations.staff.queries import registrars_of
from training.enrolments.models import Enrolment


def ask_for_seat(enrolment: Enrolment, *, at: datetime) -> int:
    """Ask the registrars of the organisation that the seat was taken under; the number of them."""
    if enrolment.organisation_id is None:
        return 0
    keepers = registrars_of(enrolment.organisation_id, on=localdate(at))
    for keeper in keepers:
        tell("enrolment-to-vouch", about=enrolment, to=keeper, at=at)
    return len(keepers)
