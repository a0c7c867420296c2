"""The journal, for administrators alone."""

from tests.permissions.kinds import screen

SCREENS = {"journal": screen()}
