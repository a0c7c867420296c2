"""The outbox."""

from tests.permissions.kinds import screen

SENDERS = ("librarian", "training_lead", "accounting", "event_lead")
SCREENS = {"messages": screen(change=SENDERS), "adresses-en-echec": screen(change=SENDERS)}
