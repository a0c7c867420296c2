"""Enrolments."""

from tests.permissions.kinds import screen

SCREENS = {"inscriptions": screen(change=("training_lead",))}
