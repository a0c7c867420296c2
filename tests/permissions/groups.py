"""Groups, and the seats in them."""

from tests.permissions.kinds import TEAM, screen

SCREENS = {
    "groupes": screen(view=TEAM, change=("board_secretary",)),
}
