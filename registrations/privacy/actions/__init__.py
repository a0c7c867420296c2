"""What changes about personal data."""

from registrations.privacy.actions.erasing import erase

__all__ = ["erase"]
