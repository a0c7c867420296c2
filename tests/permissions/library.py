"""Resources and their files."""

from tests.permissions.kinds import screen

SCREENS = {
    "ressources": screen(view=("editor", "board_secretary"), change=("librarian",)),
    "fichiers": screen(change=("librarian",)),
    "autorisations": screen(view=("board_secretary",), change=("librarian",)),
    "restrictions": screen(view=("board_secretary",), change=("librarian",)),
    "themes": screen(change=("librarian",)),
}
