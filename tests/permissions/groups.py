"""Groups, and the seats in them."""

from django.core.files.base import ContentFile

from registrations.actors import Actor
from registrations.files.uploads import received
from registrations.groups.actions import add_document
from tests.factories.registrations import NOW, MandateFactory
from tests.permissions.kinds import TEAM, answers, screen
from tests.permissions.table import Row


def group(world):
    """The manager sits there."""
    return {"slug": MandateFactory(person=world.people["manager"]).group.slug}


def document(world):
    seat = MandateFactory(person=world.people["manager"])
    with received(ContentFile(b"Ordre du jour", name="Ordre.txt"), feature="groups", at=NOW) as kept:
        shared = add_document(group=seat.group, title="Ordre", file=kept, by=Actor.system("tests"), at=NOW)
    return {"slug": seat.group.slug, "uuid": shared.uuid}


KEEPERS = {"board_secretary": 200, "administrator": 200}
ROWS = {
    "GET /moi/groupes/": Row(answers(200, anonymous=302)),
    "GET /moi/groupes/<slug:slug>/": Row(answers(404, anonymous=302, manager=200), make=group),
    "GET /moi/groupes/<slug:slug>/documents/<uuid:uuid>/": Row(
        answers(404, anonymous=302, manager=200, **KEEPERS), make=document
    ),
}
SCREENS = {
    "groupes": screen(view=TEAM, change=("board_secretary",)),
    "mandats": screen(view=TEAM, change=("board_secretary",)),
    "rencontres-de-groupes": screen(view=TEAM, change=("board_secretary",)),
    "documents-de-groupes": screen(change=("board_secretary",)),
}
