"""Memberships, their years and categories."""

from tests.permissions.kinds import screen

READERS = ("board_secretary", "training_lead", "event_lead")
SCREENS = {
    "adhesions": screen(view=READERS, change=("accounting",)),
    "annees-d-adhesion": screen(view=READERS, change=("accounting",)),
    "categories-d-adhesion": screen(view=READERS, change=("accounting",)),
}
