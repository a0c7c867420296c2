"""What changes enrolments: making one, giving it up, the waiting list, cancelling a whole session."""

from training.enrolments.actions.enrolling import cancel_enrolment, enrol, record_enrolment
from training.enrolments.actions.offers import accept_offer, decline_offer, expire_offer, offer_next
from training.enrolments.actions.reserving import end_reserve, settle_reserved
from training.enrolments.actions.sale import SessionSale
from training.enrolments.actions.sessions import (
    add_meeting,
    cancel_session,
    change_session,
    resize_session,
    revise_session,
)

__all__ = [
    "SessionSale",
    "accept_offer",
    "add_meeting",
    "cancel_enrolment",
    "cancel_session",
    "change_session",
    "decline_offer",
    "end_reserve",
    "enrol",
    "expire_offer",
    "offer_next",
    "record_enrolment",
    "resize_session",
    "revise_session",
    "settle_reserved",
]
