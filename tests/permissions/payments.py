"""Payments and what the card provider says."""

from tests.permissions.kinds import screen

SCREENS = {"paiements": screen(change=("accounting",)), "evenements-stripe": screen(change=("accounting",))}
