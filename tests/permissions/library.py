"""Resources and their files: seen by all, opened by the policy."""

from tests.factories.cms import ResourceFactory, ResourceFileFactory, adopted
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

# The staff of members opens a tool; the team does too, when a rule says so.
TOOLS = {"kinds": ["tool"], "audiences": ["member", "team"], "clause": "4.2"}
OPENED = answers(403, member=200, manager=200, registrar=200, team=200)


def tool(_world):
    """A tool under a policy in force that opens tools to members."""
    adopted({"kinds": ["tool"], "verbs": ["see"], "clause": "2.1"}, TOOLS)
    file = ResourceFileFactory(resource=ResourceFactory(kind="tool", slug="outil"))
    return {"slug": "outil", "id": file.uuid, "uuid": file.uuid}


ROWS = {
    "GET /api/v1/library/resources": Row(answers(200)),
    "GET /api/v1/library/resources/{slug}": Row(answers(404)),
    "GET /api/v1/library/resources/{slug}/access": Row(answers(404)),
    "GET /api/v1/library/files/{id}/download": Row(OPENED, make=tool),
    "GET /bibliotheque/": Row(answers(200)),
    "GET /bibliotheque/<slug:slug>/": Row(answers(200), make=lambda _world: {"slug": "outil"}),
    "GET /bibliotheque/collections/<slug:slug>/": Row(answers(404)),
    "GET /bibliotheque/couvertures/<uuid:uuid>/": Row(answers(404)),
    "GET /bibliotheque/lecture/<uuid:uuid>/": Row(answers(404)),
    "GET /bibliotheque/fichiers/<uuid:uuid>/": Row(answers(404)),
}
SCREENS = {
    "ressources": screen(view=("board_secretary",), change=("editor", "librarian")),
    "collections-documentaires": screen(view=("editor",), change=("librarian",)),
    "fichiers": screen(change=("librarian",)),
    "autorisations": screen(view=("board_secretary",), change=("librarian",)),
    "restrictions": screen(view=("board_secretary",), change=("librarian",)),
    "themes": screen(change=("librarian",)),
}
