"""Exhibitors."""

from tests.permissions.kinds import screen

SCREENS = {
    "forfaits-d-exposants": screen(change=("event_lead",)),
    "exposants": screen(view=("accounting",), change=("event_lead",)),
}
