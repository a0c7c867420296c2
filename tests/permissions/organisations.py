"""Organisations, posts and vocabularies."""

from tests.permissions.kinds import TEAM, screen

KEEPERS = ("training_lead", "accounting", "event_lead")

SCREENS = {
    "organisations": screen(view=TEAM, change=KEEPERS),
    "affiliations": screen(change=KEEPERS),
    "vocabulaires": screen(change=KEEPERS),
}
