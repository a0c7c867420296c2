"""Importing the talks and workshops of an edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.colloquium.actions import add_workshop, change_workshop
from registrations.colloquium.imports.editions import EditionImport, Known, Slug
from registrations.colloquium.models import Colloquium, Room, Slot, Speaker, Workshop, WorkshopKind
from registrations.folding import folded
from registrations.imports.registry import Column, Lines, Outcome, Values, compared, given, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Choice, Instant, Several, Text, Whole

KINDS: dict[str, str] = {
    "Conférence": WorkshopKind.TALK,
    "Atelier": WorkshopKind.WORKSHOP,
    "Panel": WorkshopKind.PANEL,
    "Gala": WorkshopKind.GALA,
}


class WorkshopLines(Lines):
    colloquium = Column("Colloque", example="quariera-2027", required=True, cell=Slug("quariera-2027"))
    code = Column("Code", example="A01", required=True, cell=Text(20))
    title = Column("Titre", example="Intervenir à distance", required=True, cell=Text(250))
    abstract = Column("Résumé", example="Une heure pour essayer trois outils.", cell=Text(10_000, lines=True))
    kind = Column("Type", example="Atelier", cell=Choice(KINDS, empty=WorkshopKind.WORKSHOP))
    language = Column("Langue", example="Français", cell=Choice({"Français": "fr", "Anglais": "en"}, empty="fr"))
    starts_at = Column("Début", example="2027-02-16 09:00", cell=Instant())
    ends_at = Column("Fin", example="2027-02-16 10:15", cell=Instant())
    room = Column("Salle", example="Salle virtuelle A", cell=Text(120))
    speakers = Column("Conférencières et conférenciers", example="Camille Tremblay", cell=Several(Text(200)))
    capacity = Column("Places", example="60", cell=Whole(1, 1_000_000))


@dataclass(slots=True)
class Programme:
    """Rooms and speakers by folded name, slots by hours: each in its edition."""

    rooms: dict[tuple[int, str], Room]
    speakers: dict[tuple[int, str], Speaker]
    slots: dict[tuple[int, datetime, datetime], Slot]


class WorkshopImport(EditionImport):
    """Found by edition and code. Rooms, slots and speakers are imported before."""

    kind = "workshops"
    label = gettext_lazy("Talks and workshops")
    lines = WorkshopLines
    key = ("colloquium", "code")
    order = 65
    model = Workshop
    natural = ("code",)
    fields = ("title", "abstract", "kind", "language")

    def prepare(self, lines: Sequence[Values]) -> Known:
        known = super().prepare(lines)
        of = {"colloquium__in": list(known.editions.values())}
        known.more = Programme(
            {(r.colloquium_id, folded(r.name)): r for r in Room.objects.filter(**of)},
            {(s.colloquium_id, folded(s.name)): s for s in Speaker.objects.filter(**of)},
            {(s.colloquium_id, s.starts_at, s.ends_at): s for s in Slot.objects.filter(**of)},
        )
        return known

    def rows(self, editions: list[Colloquium]) -> Any:
        workshops = Workshop.objects.filter(colloquium__in=editions)
        return workshops.select_related("pool", "slot", "room", "colloquium").prefetch_related("speakers")

    def judge(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - no window here
        if missing := self._missing(values, known):
            return refused(*missing)
        row = self.row(values, known)
        outcome = compared(row, **self._wanted(values, known))
        if row is None or outcome.verdict != Verdict.SAME:
            return outcome
        resized = "capacity" in values and row.pool.capacity != values["capacity"]
        recast = "speakers" in values and set(self._speakers(values, known)) != set(row.speakers.all())
        return Outcome(Verdict.UPDATE) if resized or recast else outcome

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        row, fields = self.row(values, known), self._wanted(values, known) | given(values, ("capacity",))
        if row is None:
            edition, speakers = known.editions[values["colloquium"]], self._speakers(values, known)
            code = values["code"]
            row = add_workshop(colloquium=edition, code=code, speakers=speakers, by=by, at=at, **fields)
        else:
            recast = self._speakers(values, known) if "speakers" in values else None
            change_workshop(workshop=row, speakers=recast, by=by, at=at, **fields)
        self.remember(known, row)

    def _wanted(self, values: Values, known: Known) -> dict[str, Any]:
        fields = given(values, self.fields)
        if "room" in values:
            fields["room"] = known.more.rooms.get(self._in_edition(values, known, values["room"]))
        if values.get("starts_at") and values.get("ends_at"):
            fields["slot"] = known.more.slots.get(self._hours(values, known))
        return fields

    def _missing(self, values: Values, known: Known) -> list[str]:
        """What the line names and the edition does not have."""
        said, programme = [], known.more
        if values.get("room") and self._in_edition(values, known, values["room"]) not in programme.rooms:
            said.append(_("The room “%(name)s” is unknown.") % {"name": values["room"]})
        if bool(values.get("starts_at")) != bool(values.get("ends_at")):
            said.append(_("Write both hours, or neither."))
        elif values.get("starts_at") and self._hours(values, known) not in programme.slots:
            said.append(_("No slot has these hours."))
        strangers = [
            n for n in values.get("speakers", ()) if self._in_edition(values, known, n) not in programme.speakers
        ]
        return said + [_("The speaker “%(name)s” is unknown.") % {"name": name} for name in strangers]

    def _speakers(self, values: Values, known: Known) -> list[Speaker]:
        return [known.more.speakers[self._in_edition(values, known, name)] for name in values.get("speakers", ())]

    def _hours(self, values: Values, known: Known) -> tuple[int, datetime, datetime]:
        return known.editions[values["colloquium"]].pk, values["starts_at"], values["ends_at"]

    def _in_edition(self, values: Values, known: Known, name: str) -> tuple[int, str]:
        return known.editions[values["colloquium"]].pk, folded(name)
