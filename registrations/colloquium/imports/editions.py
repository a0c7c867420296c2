"""Importing editions and their ticket types; what every line of an edition's import shares."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor, Role
from registrations.colloquium.actions import (
    add_ticket_type,
    change_colloquium,
    change_ticket_type,
    open_colloquium,
    publish_colloquium,
)
from registrations.colloquium.models import Colloquium, ColloquiumMode, TicketType
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, compared, given, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Cell, Choice, Day, Instant, Money, Text, Whole, YesNo

MODES: dict[str, str] = {
    "En ligne": ColloquiumMode.ONLINE,
    "Sur place": ColloquiumMode.ON_SITE,
    "Hybride": ColloquiumMode.HYBRID,
}


class Slug(Cell):
    """Lower case letters, digits and hyphens."""

    def __init__(self, example: str) -> None:
        super().__init__()
        self.example = example

    def read(self, text: str) -> str:
        slug = text.lower()
        if not re.fullmatch(r"[a-z0-9-]{1,60}", slug):
            said = {"value": text[:40], "example": self.example}
            raise ValueError(_("“%(value)s” has not the form %(example)s") % said)
        return slug


@dataclass(slots=True)
class Known:
    """Editions by slug, and the rows of the kind by (edition, natural key)."""

    editions: dict[str, Colloquium]
    rows: dict[Hashable, Any] = field(default_factory=dict)
    more: Any = None


class EditionImport(ImportKind):
    """What belongs to an edition, named by its address (*Colloque*)."""

    model: ClassVar[type[Model]]
    natural: ClassVar[tuple[str, ...]]  # fields of the model, and names of the columns that give them
    fields: ClassVar[tuple[str, ...]] = ()
    roles = frozenset({Role.EVENT_LEAD})

    def prepare(self, lines: Sequence[Values]) -> Known:
        slugs = {values["colloquium"] for values in lines}
        known = Known({edition.slug: edition for edition in Colloquium.objects.filter(slug__in=slugs)})
        for row in self.rows(list(known.editions.values())):
            self.remember(known, row)
        return known

    def rows(self, editions: list[Colloquium]) -> Any:
        """The rows of those editions, with what `check` reads of them."""
        return self.model._default_manager.filter(colloquium__in=editions)

    def remember(self, known: Known, row: Any) -> None:
        """Make later lines see this row."""
        known.rows[(row.colloquium_id, *(getattr(row, name) for name in self.natural))] = row

    def row(self, values: Values, known: Known) -> Any:
        """The row that the line speaks of, if there is one."""
        edition = known.editions[values["colloquium"]]
        return known.rows.get((edition.pk, *(values[name] for name in self.natural)))

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:
        if values["colloquium"] not in known.editions:
            return refused(_("The colloquium “%(slug)s” is unknown.") % {"slug": values["colloquium"]})
        return self.judge(values, known, historical=historical)

    def judge(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - tickets ask
        """The verdict on a line whose edition is known."""
        return compared(self.row(values, known), **given(values, self.fields))


class ColloquiumLines(Lines):
    slug = Column("Adresse", example="quariera-2027", required=True, cell=Slug("quariera-2027"))
    title = Column("Titre", example="QUARIERA 2027", required=True, cell=Text(200))
    summary = Column("Résumé", example="Quatre jours d'échanges.", cell=Text(5000, lines=True))
    mode = Column("Mode", example="En ligne", cell=Choice(MODES, empty=ColloquiumMode.ONLINE))
    venue = Column("Lieu", example="", cell=Text(200))
    starts_on = Column("Premier jour", example="2027-02-16", required=True, cell=Day())
    last_day = Column("Dernier jour", example="2027-02-19", required=True, cell=Day())
    published = Column("Publié", example="non", cell=YesNo())


class ColloquiumImport(ImportKind):
    """Found by its address."""

    kind = "colloquia"
    label = gettext_lazy("Colloquia")
    lines = ColloquiumLines
    roles = frozenset({Role.EVENT_LEAD})
    key = ("slug",)
    order = 60

    def prepare(self, lines: Sequence[Values]) -> dict[str, Colloquium]:
        return {c.slug: c for c in Colloquium.objects.filter(slug__in={values["slug"] for values in lines})}

    def check(self, values: Values, known: dict[str, Colloquium], *, historical: bool) -> Outcome:
        if values["last_day"] < values["starts_on"]:
            return refused(_("The last day comes before the first."))
        edition = known.get(values["slug"])
        outcome = compared(edition, **_of_edition(values))
        to_publish = values.get("published") and not (edition and edition.published_at)
        if to_publish and not historical and not (edition and edition.ticket_types.exists()):
            return refused(_("Import its ticket types first, then publish it."))
        return Outcome(Verdict.UPDATE) if to_publish and outcome.verdict == Verdict.SAME else outcome

    def apply(self, values: Values, known: dict[str, Colloquium], *, by: Actor, at: datetime, historical: bool) -> None:
        fields = _of_edition(values)
        if edition := known.get(values["slug"]):
            change_colloquium(colloquium=edition, by=by, at=at, **fields)
        else:
            edition = open_colloquium(slug=values["slug"], historical=historical, by=by, at=at, **fields)
        if values.get("published"):
            edition = publish_colloquium(colloquium=edition, by=by, at=at)
        known[edition.slug] = edition


def _of_edition(values: Values) -> dict[str, Any]:
    fields = given(values, ("title", "summary", "mode", "venue", "starts_on"))
    return fields | {"ends_on": values["last_day"] + timedelta(days=1)}


class TicketTypeLines(Lines):
    colloquium = Column("Colloque", example="quariera-2027", required=True, cell=Slug("quariera-2027"))
    slug = Column("Code", example="quatre-jours", required=True, cell=Slug("quatre-jours"))
    name = Column("Nom", example="Quatre jours", required=True, cell=Text(120))
    description = Column("Description", example="Tous les ateliers et le rattrapage.", cell=Text(5000, lines=True))
    public_price_cents = Column("Prix", example="250,00", required=True, cell=Money())
    member_price_cents = Column("Prix membre", example="175,00", required=True, cell=Money())
    opens_at = Column("En vente dès", example="2026-11-02 09:00", required=True, cell=Instant())
    closes_at = Column("En vente jusqu'à", example="2027-02-15 23:59", required=True, cell=Instant())
    capacity = Column("Places", example="500", cell=Whole(1, 1_000_000))
    order = Column("Ordre", example="1", cell=Whole(0, 1000))


class TicketTypeImport(EditionImport):
    """Found by edition and code; empty *Places* is unlimited."""

    kind = "ticket_types"
    label = gettext_lazy("Ticket types")
    lines = TicketTypeLines
    key = ("colloquium", "slug")
    order = 61
    model = TicketType
    natural = ("slug",)
    fields = ("name", "description", "public_price_cents", "member_price_cents", "opens_at", "closes_at")

    def rows(self, editions: list[Colloquium]) -> Any:
        return TicketType.objects.filter(colloquium__in=editions).select_related("pool", "colloquium")

    def judge(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - the same
        if values["closes_at"] <= values["opens_at"]:
            return refused(_("The sale ends before it opens."))
        row = self.row(values, known)
        outcome = compared(row, **self._wanted(values))
        resized = row is not None and "capacity" in values and row.pool.capacity != values["capacity"]
        return Outcome(Verdict.UPDATE) if resized else outcome

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        row = self.row(values, known)
        fields = self._wanted(values)
        if row is None:
            edition = known.editions[values["colloquium"]]
            capacity = values.get("capacity")
            row = add_ticket_type(colloquium=edition, slug=values["slug"], capacity=capacity, by=by, at=at, **fields)
        else:
            capacity = values.get("capacity", row.pool.capacity)
            change_ticket_type(ticket_type=row, capacity=capacity, by=by, at=at, **fields)
        self.remember(known, row)

    def _wanted(self, values: Values) -> dict[str, Any]:
        order = {"order": values["order"]} if values.get("order") is not None else {}
        return given(values, self.fields) | order
