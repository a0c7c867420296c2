"""Orders, invoices and taxes."""

from tests.permissions.kinds import screen

SCREENS = {
    "commandes": screen(view=("event_lead",), change=("accounting",)),
    "factures": screen(change=("accounting",)),
    "profils-de-taxes": screen(change=("accounting",)),
    "taxes": screen(change=("accounting",)),
}
