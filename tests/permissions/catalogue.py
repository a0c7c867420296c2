"""Programmes, activities and their sessions."""

from tests.permissions.kinds import screen

SCREENS = {
    "programmes": screen(view=("accounting",), change=("training_lead",)),
    "activites": screen(change=("training_lead",)),
    "personnes-formatrices": screen(change=("training_lead",)),
    "seances": screen(change=("training_lead",)),
}
