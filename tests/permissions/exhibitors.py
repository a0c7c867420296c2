"""Exhibitors."""

from tests.permissions.kinds import screen

SCREENS = {
    "forfaits-d-exposants": screen(change=("event_lead",)),
    "exposants": screen(change=("accounting", "event_lead")),
}
