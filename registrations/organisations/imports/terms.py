"""Importing the vocabularies: specialities, *mesures*, networks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.folding import folded
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, compared, given
from registrations.imports.rules.cells import Choice, Text
from registrations.organisations.actions import change_term, register_term
from registrations.organisations.imports.words import VOCABULARIES
from registrations.organisations.models import Term
from registrations.organisations.queries import terms_by_word
from registrations.people.rules import KEEPERS

Known = dict[tuple[str, str], Term]


class TermLines(Lines):
    vocabulary = Column("Vocabulaire", example="Spécialité", required=True, cell=Choice(VOCABULARIES))
    name_fr = Column("Nom", example="Personnes immigrantes", required=True, cell=Text(120))
    name_en = Column("Nom anglais", example="Immigrants", cell=Text(120))


class TermImport(ImportKind):
    """Found by its French name."""

    kind = "terms"
    label = _("Vocabularies")
    lines = TermLines
    roles = frozenset(KEEPERS)
    key = ("vocabulary", "name_fr")
    order = 10
    exports = True

    def prepare(self, lines: Sequence[Values]) -> Known:  # noqa: ARG002 - vocabularies are short: all of them
        return terms_by_word()

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - no date here
        term = known.get((values["vocabulary"], folded(values["name_fr"])))
        return compared(term, **given(values, ("name_fr", "name_en")))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        key = (values["vocabulary"], folded(values["name_fr"]))
        fields = given(values, ("name_fr", "name_en"))
        if term := known.get(key):
            change_term(term=term, **{"name_en": term.name_en} | fields, by=by, at=at)
        else:
            known[key] = register_term(kind=values["vocabulary"], **fields, by=by, at=at)

    def lines_out(self) -> Iterable[Values]:
        for term in Term.objects.filter(archived_at=None):
            yield {"vocabulary": term.kind, "name_fr": term.name_fr, "name_en": term.name_en}
