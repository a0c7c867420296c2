"""What changes enrolments: making one, giving it up, the waiting list, cancelling a whole session."""

from training.enrolments.actions.enrolling import cancel_enrolment, enrol, record_enrolment
from training.enrolments.actions.moving import move_enrolment
from training.enrolments.actions.offers import accept_offer, decline_offer, expire_offer, offer_next
from training.enrolments.actions.replacing import check_may_replace, replace_person
from training.enrolments.actions.reserving import end_reserve, settle_reserved
from training.enrolments.actions.sale import SessionSale
from training.enrolments.actions.sessions import (
    add_meeting,
    cancel_session,
    change_session,
    resize_session,
    revise_session,
)
from training.enrolments.actions.telling import tell_mode, tell_own_links

__all__ = [
    "SessionSale",
    "accept_offer",
    "add_meeting",
    "cancel_enrolment",
    "cancel_session",
    "change_session",
    "check_may_replace",
    "decline_offer",
    "end_reserve",
    "enrol",
    "expire_offer",
    "move_enrolment",
    "offer_next",
    "record_enrolment",
    "replace_person",
    "resize_session",
    "revise_session",
    "settle_reserved",
    "tell_mode",
    "tell_own_links",
]
