"""The diffusion policy."""

from tests.permissions.kinds import screen

SCREENS = {"politique-de-diffusion": screen(view=("librarian",), change=("board_secretary",))}
