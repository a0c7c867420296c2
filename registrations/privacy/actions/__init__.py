"""What changes about personal data."""

from registrations.privacy.actions.consents import (
    add_consent_text,
    change_consent_text,
    give_consent,
    withdraw_consent,
)
from registrations.privacy.actions.erasing import erase
from registrations.privacy.actions.keeping import archive_provider, keep_provider, purge
from registrations.privacy.actions.requests import answer, ask, identify, record_request, remind, study
from registrations.privacy.actions.subscriptions import note_tacit, undo_unsubscribe, unsubscribe

__all__ = [
    "add_consent_text",
    "answer",
    "archive_provider",
    "ask",
    "change_consent_text",
    "erase",
    "give_consent",
    "identify",
    "keep_provider",
    "note_tacit",
    "purge",
    "record_request",
    "remind",
    "study",
    "undo_unsubscribe",
    "unsubscribe",
    "withdraw_consent",
]
