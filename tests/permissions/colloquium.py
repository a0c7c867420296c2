"""Colloquia, their tickets and their programme."""

from tests.permissions.kinds import screen

SCREENS = {
    "colloques": screen(view=("accounting",), change=("event_lead",)),
    "forfaits": screen(view=("accounting",), change=("event_lead",)),
    "billets": screen(view=("accounting",), change=("event_lead",)),
    "ateliers": screen(change=("event_lead",)),
    "plages": screen(change=("event_lead",)),
    "salles": screen(change=("event_lead",)),
    "conferenciers": screen(change=("event_lead",)),
}
