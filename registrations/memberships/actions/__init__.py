"""What changes memberships, and the applications that lead to them."""

from registrations.memberships.actions.applying import (
    ACCEPTED,
    MEGABYTES,
    MOST_DOCUMENTS,
    Candidate,
    Declared,
    add_documents,
    answer_request,
    apply_for_membership,
    withdraw_application,
)
from registrations.memberships.actions.criteria import add_criterion, change_criterion, retire_criterion
from registrations.memberships.actions.memberships import (
    activate,
    add_category,
    cancel_membership,
    correct_membership,
    lock_organisation,
    open_year,
    record_membership,
    request_membership,
)
from registrations.memberships.actions.studying import (
    Finding,
    admit,
    ask_applicant,
    recommend,
    refuse_membership,
    study,
)

__all__ = [
    "ACCEPTED",
    "MEGABYTES",
    "MOST_DOCUMENTS",
    "Candidate",
    "Declared",
    "Finding",
    "activate",
    "add_category",
    "add_criterion",
    "add_documents",
    "admit",
    "answer_request",
    "apply_for_membership",
    "ask_applicant",
    "cancel_membership",
    "change_criterion",
    "correct_membership",
    "lock_organisation",
    "open_year",
    "recommend",
    "record_membership",
    "refuse_membership",
    "request_membership",
    "retire_criterion",
    "study",
    "withdraw_application",
]
