"""The portal's pages of memberships: applying, following, certificates."""

from registrations.memberships.portal.applying import check, criteria, explain, subject
from registrations.memberships.portal.certificates import certificate, verification, verify
from registrations.memberships.portal.following import add, answer, document, follow, withdraw

__all__ = [
    "add",
    "answer",
    "certificate",
    "check",
    "criteria",
    "document",
    "explain",
    "follow",
    "subject",
    "verification",
    "verify",
    "withdraw",
]
