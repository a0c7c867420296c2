"""Writing to several people."""

from tests.permissions.kinds import screen

SCREENS = {"envois": screen(change=("board_secretary", "training_lead", "accounting", "event_lead"))}
