"""The outbox."""

from tests.permissions.kinds import screen

SCREENS = {"messages": screen(change=("librarian", "training_lead", "accounting", "event_lead"))}
