"""Costs: the training lead keeps them, accounting reads them."""

from tests.permissions.kinds import screen

SCREENS = {"couts": screen(view=("accounting",), change=("training_lead",))}
