"""Importing rooms, slots and speakers."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.colloquium.actions import add_room, add_slot, add_speaker, change_programme_item
from registrations.colloquium.imports.editions import EditionImport, Known, Slug
from registrations.colloquium.models import Room, Slot, Speaker
from registrations.imports.registry import Column, Lines, Outcome, Values, given, refused
from registrations.imports.rules.cells import Instant, Text, Url, Whole


class ItemImport(EditionImport):
    """A row without parts: added with its key and fields, or corrected."""

    add: ClassVar[Any]

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        row, fields = self.row(values, known), given(values, self.fields)
        if row is None:
            named = {name: values[name] for name in self.natural}
            edition = known.editions[values["colloquium"]]
            row = type(self).add(colloquium=edition, **named, **fields, by=by, at=at)
        else:
            change_programme_item(item=row, by=by, at=at, **fields)
        self.remember(known, row)


class RoomLines(Lines):
    colloquium = Column("Colloque", example="quariera-2027", required=True, cell=Slug("quariera-2027"))
    name = Column("Nom", example="Salle virtuelle A", required=True, cell=Text(120))
    join_url = Column("Lien", example="https://visio.example/salle-a", cell=Url())
    capacity = Column("Capacité", example="300", cell=Whole(1, 1_000_000))


class RoomImport(ItemImport):
    """Found by edition and name."""

    kind = "rooms"
    label = gettext_lazy("Rooms")
    lines = RoomLines
    key = ("colloquium", "name")
    order = 62
    model = Room
    natural = ("name",)
    fields = ("join_url", "capacity")
    add = staticmethod(add_room)


class SlotLines(Lines):
    colloquium = Column("Colloque", example="quariera-2027", required=True, cell=Slug("quariera-2027"))
    starts_at = Column("Début", example="2027-02-16 09:00", required=True, cell=Instant())
    ends_at = Column("Fin", example="2027-02-16 10:15", required=True, cell=Instant())


class SlotImport(ItemImport):
    """Found by edition and hours."""

    kind = "slots"
    label = gettext_lazy("Slots")
    lines = SlotLines
    key = ("colloquium", "starts_at", "ends_at")
    order = 63
    model = Slot
    natural = ("starts_at", "ends_at")
    add = staticmethod(add_slot)

    def judge(self, values: Values, known: Known, *, historical: bool) -> Outcome:
        if values["ends_at"] <= values["starts_at"]:
            return refused(_("The end comes before the start."))
        return super().judge(values, known, historical=historical)


class SpeakerLines(Lines):
    colloquium = Column("Colloque", example="quariera-2027", required=True, cell=Slug("quariera-2027"))
    name = Column("Nom", example="Camille Tremblay", required=True, cell=Text(200))
    function = Column("Fonction", example="Conseillère d'orientation", cell=Text(200))
    organisation = Column("Organisme", example="Espace carrière du Fleuve", cell=Text(200))
    biography = Column("Biographie", example="", cell=Text(10_000, lines=True))


class SpeakerImport(ItemImport):
    """Found by edition and name."""

    kind = "speakers"
    label = gettext_lazy("Speakers")
    lines = SpeakerLines
    key = ("colloquium", "name")
    order = 64
    model = Speaker
    natural = ("name",)
    fields = ("function", "organisation", "biography")
    add = staticmethod(add_speaker)
