"""The books: accounting's alone."""

from tests.permissions.kinds import screen

ACCOUNTING = screen(change=("accounting",))
SCREENS = {
    "fermetures": ACCOUNTING,
    "exportations-comptables": ACCOUNTING,
    "jours-rapproches": ACCOUNTING,
    "ecarts": ACCOUNTING,
}
