"""Payments, refunds, disputes and what the card provider says."""

from tests.permissions.kinds import screen

NAMES = ("paiements", "remboursements", "contestations", "evenements-stripe")
SCREENS = {name: screen(change=("accounting",)) for name in NAMES}
