"""The diffusion policy: everybody reads what is adopted, the team reads drafts."""

from tests.factories.cms import PolicyVersionFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row


def draft(_world):
    return {"number": PolicyVersionFactory(number=7).number}


ROWS = {
    "GET /api/v1/library/policy": Row(answers(404)),
    "GET /api/v1/library/policy/versions/{number}": Row(answers(404, team=200), make=draft),
    "GET /bibliotheque/politique/": Row(answers(200)),
}
SCREENS = {
    "politique-de-diffusion": screen(view=("librarian",), change=("board_secretary",)),
    "regles-de-diffusion": screen(view=("librarian",), change=("board_secretary",)),
}
