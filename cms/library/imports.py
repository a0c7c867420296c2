"""Importing the records of works; their files are added on each record's page, or by `add_file`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.diffusion.models import ResourceKind
from cms.library.actions import add_resource, change_resource
from cms.library.models import Resource, Topic
from registrations.actors import Actor, Role
from registrations.folding import folded
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, compared, given, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Choice, Day, Instant, Matching, Several, Text
from registrations.people.models import Language

KINDS_IN_FRENCH = {
    "Guide": ResourceKind.GUIDE,
    "Outil pratique": ResourceKind.TOOL,
    "Mémoire": ResourceKind.BRIEF,
    "Rapport de recherche": ResourceKind.RESEARCH,
    "Sondage interne": ResourceKind.SURVEY,
    "Enquête salariale": ResourceKind.PAY_SURVEY,
    "Rapport annuel": ResourceKind.ANNUAL_REPORT,
    "Aide-mémoire": ResourceKind.MEMORY_AID,
    "Capsule vidéo": ResourceKind.VIDEO,
    "Infolettre": ResourceKind.NEWSLETTER,
}
LANGUAGES = {"Français": Language.FR, "Anglais": Language.EN}
FIELDS = ("title", "kind", "published_on", "abstract", "authors", "partners", "licence", "embargo_until", "review_on")


class Address(Matching):
    """The last part of a record's address."""

    def __init__(self) -> None:
        super().__init__(r"[a-z0-9]+(?:-[a-z0-9]+)*", "guide-stagiaires")

    def read(self, text: str) -> str:
        found = self.form.fullmatch(text.lower())
        if not found or len(text) > 80:
            raise ValueError(_("“%(value)s” has not the form %(example)s") % self._said(text))
        return text.lower()


class ResourceLines(Lines):
    slug = Column("Adresse", example="guide-stagiaires", required=True, cell=Address())
    title = Column("Titre", example="Guide d’accueil des stagiaires", required=True, cell=Text(250))
    kind = Column("Sorte", example="Guide", required=True, cell=Choice(KINDS_IN_FRENCH))
    published_on = Column("Parution", example="2026-09-21", required=True, cell=Day())
    language = Column("Langue", example="Français", cell=Choice(LANGUAGES, empty=Language.FR))
    abstract = Column("Résumé", example="De l’offre de stage au bilan.", cell=Text(5000, lines=True))
    authors = Column("Autrices et auteurs", example="AXTRA; Comité Relève", cell=Several(Text(200)))
    partners = Column("Partenaires", example="", cell=Several(Text(200)))
    topics = Column("Thèmes", example="Stages; Ressources humaines", cell=Several(Text(120)))
    licence = Column("Licence", example="CC-BY-NC-ND-4.0", cell=Text(40))
    embargo_until = Column("Embargo", example="", cell=Instant())
    review_on = Column("À revoir le", example="", cell=Day())


@dataclass(slots=True)
class Known:
    """The works by language and address, the topics by folded name and by slug."""

    resources: dict[tuple[str, str], Resource]
    topics: dict[str, Topic]

    def resource(self, values: Values) -> Resource | None:
        return self.resources.get((values.get("language") or Language.FR, values["slug"]))

    def topics_of(self, values: Values) -> list[Topic]:
        return [self.topics[folded(name)] for name in values.get("topics", [])]


class ResourceImport(ImportKind):
    """Found by language and address; a new one is a draft until it has a file and is published."""

    kind = "resources"
    label = gettext_lazy("Resources")
    lines = ResourceLines
    roles = frozenset({Role.LIBRARIAN})
    key = ("language", "slug")
    order = 80

    def prepare(self, lines: Sequence[Values]) -> Known:
        rows = Resource.objects.filter(slug__in={values["slug"] for values in lines})
        topics = list(Topic.objects.all())
        by_name = {folded(topic.name_fr): topic for topic in topics} | {folded(topic.slug): topic for topic in topics}
        found = {(row.locale.language_code, row.slug): row for row in _whole(rows)}
        return Known(found, by_name)

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - a date is a date
        unknown = [name for name in values.get("topics", []) if folded(name) not in known.topics]
        if unknown:
            return refused(*(_("The topic “%(slug)s” is unknown: add it first.") % {"slug": name} for name in unknown))
        row = known.resource(values)
        if row and "topics" in values and set(known.topics_of(values)) != set(row.topics.all()):
            return Outcome(Verdict.UPDATE)
        return compared(row, **given(values, FIELDS))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        row, fields = known.resource(values), given(values, FIELDS)
        if row is None:
            language = values.get("language") or Language.FR
            topics = known.topics_of(values)
            row = add_resource(slug=values["slug"], language=language, topics=topics, by=by, at=at, **fields)
        else:
            topics = known.topics_of(values) if "topics" in values else list(row.topics.all())
            row = change_resource(row, slug=row.slug, topics=topics, by=by, at=at, **_present(row) | fields)
        known.resources[values.get("language") or Language.FR, row.slug] = row


def _present(row: Resource) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def _whole(rows: Any) -> Any:
    return rows.select_related("locale").prefetch_related("topics")


KINDS: list[ImportKind] = [ResourceImport()]
