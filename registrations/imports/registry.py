"""What features give so that their rows can be imported: `IMPORTS[kind]`, filled in each app's `ready()`.

A kind declares its columns as a django-import-export resource, checks one line, and applies one line by calling
one action. The engine does the rest: reading, headings, cells, duplicates, verdicts, progress, resuming.

    class RoomLines(Lines):
        colloquium = Column("Colloque", example="quariera-2021", required=True, cell=Text(60))
        name = Column("Nom", example="Salle virtuelle A", required=True, cell=Text(120))
        capacity = Column("Capacité", example="40", cell=Whole(1, 10_000))

    class RoomImport(ImportKind):
        kind, label, lines = "rooms", _("Rooms"), RoomLines
        roles = frozenset({Role.EVENT_LEAD})
        key = ("colloquium", "name")

        def prepare(self, lines):            # once per batch: every reference of its lines, in a few statements
            slugs = {values["colloquium"] for values in lines}
            return Rooms({e.slug: e for e in Colloquium.objects.filter(slug__in=slugs)}, ...)

        def check(self, values, known, *, historical):
            edition = known.editions.get(values["colloquium"])
            if edition is None:
                return refused(_("The colloquium “%(slug)s” is unknown.") % {"slug": values["colloquium"]})
            return compared(known.rooms.get((edition.pk, values["name"])), capacity=values.get("capacity"))

        def apply(self, values, known, *, by, at, historical):   # only lines whose verdict is new or update
            ...
            room = register_room(colloquium=edition, name=values["name"], ..., by=by, at=at)
            known.rooms[edition.pk, room.name] = room            # later lines of the file see it

    IMPORTS["rooms"] = RoomImport()          # in apps.py, ready()
"""

from uuid import UUID

from registrations.actors import Actor
from registrations.imports.errors import UnknownImport
from registrations.imports.rules.kinds import (
    Column,
    FileKind,
    ImportKind,
    Lines,
    Outcome,
    Values,
    changes,
    compared,
    given,
    refused,
)

__all__ = [
    "IMPORTS",
    "Column",
    "FileKind",
    "ImportKind",
    "Lines",
    "Outcome",
    "Values",
    "changes",
    "compared",
    "given",
    "kind_of",
    "kinds_for",
    "refused",
]

IMPORTS: dict[str, FileKind] = {}


def kind_of(kind: str, about: UUID | None = None) -> FileKind:
    """The import of that name (a scoped one for the row of that uuid), or `UnknownImport`."""
    if kind not in IMPORTS:
        raise UnknownImport()
    return IMPORTS[kind].within(about)


def kinds_for(by: Actor) -> list[FileKind]:
    """What this actor may import, in the order in which files are best imported."""
    offered = (kind for kind in IMPORTS.values() if not kind.scoped and by.has(*kind.roles))
    return sorted(offered, key=lambda k: (k.order, k.kind))
