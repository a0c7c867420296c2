"""Imports."""

from tests.permissions.kinds import screen

SCREENS = {"imports": screen(change=("librarian", "training_lead", "accounting", "event_lead"))}
