"""Imports."""

from tests.permissions.kinds import screen

SCREENS = {"imports": screen(change=("librarian", "board_secretary", "training_lead", "accounting", "event_lead"))}
