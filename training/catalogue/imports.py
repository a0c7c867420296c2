"""Importing programmes and activities."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor, Role
from registrations.imports.registry import (
    Column,
    ImportKind,
    Lines,
    Outcome,
    Values,
    changes,
    compared,
    given,
    refused,
)
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Cell, Choice, Day, Hours, Instant, Money, Several, Text, Whole, YesNo
from registrations.organisations.queries import OrganisationBook
from training.catalogue.actions import (
    change_activity,
    change_programme,
    create_activity,
    create_programme,
    trainers_named,
)
from training.catalogue.models import Activity, ActivityKind, Mode, Programme, Stream

STREAMS: dict[str, str] = {
    "Intervenants": Stream.PRACTITIONERS,
    "Intervenantes et intervenants": Stream.PRACTITIONERS,
    "Gestionnaires": Stream.MANAGERS,
    "Tous": Stream.BOTH,
}
MODES: dict[str, str] = {
    "En ligne": Mode.ONLINE,
    "En personne": Mode.ON_SITE,
    "Sur place": Mode.ON_SITE,
    "Hybride": Mode.HYBRID,
}
KINDS_OF_ACTIVITY: dict[str, str] = {
    "Formation": ActivityKind.TRAINING,
    "Séance d'information": ActivityKind.INFORMATION,
    "Rencontre": ActivityKind.MEETING,
}
IN_ENGLISH: dict[str, str] = {
    "Training": ActivityKind.TRAINING,
    "Information session": ActivityKind.INFORMATION,
    "Meeting": ActivityKind.MEETING,
}
STREAMS_IN_ENGLISH: dict[str, str] = {
    "Practitioners": Stream.PRACTITIONERS,
    "Managers": Stream.MANAGERS,
    "Everybody": Stream.BOTH,
}
MODES_IN_ENGLISH: dict[str, str] = {"Online": Mode.ONLINE, "On site": Mode.ON_SITE, "Hybrid": Mode.HYBRID}
LANGUAGES = {"Français": "fr", "Anglais": "en", "fr": "fr", "en": "en"}


class Slug(Cell):
    """Lower case letters, digits and hyphens: the end of an address."""

    def __init__(self, max_length: int) -> None:
        super().__init__()
        self.form = re.compile(rf"[a-z0-9-]{{1,{max_length}}}")

    def read(self, text: str) -> str:
        if not self.form.fullmatch(text.lower()):
            said = {"value": text[:40], "example": "intervenir-a-distance"}
            raise ValueError(_("“%(value)s” has not the form %(example)s") % said)
        return text.lower()


class ProgrammeLines(Lines):
    slug = Column("Adresse", example="pacme-2026", required=True, cell=Slug(60))
    title = Column("Titre", example="Programme PACME 2026-2027", required=True, cell=Text(200))
    summary = Column("Résumé", example="Formations gratuites pour le réseau.", cell=Text(5_000, lines=True))
    funder = Column("Bailleur de fonds", example="Commission de l'exemple", cell=Text(200))
    agreement = Column("Numéro d'entente", example="E-2026-014", cell=Text(60))
    starts_on = Column("Premier jour", example="2026-04-01", required=True, cell=Day())
    last_day = Column("Dernier jour", example="2027-03-31", required=True, cell=Day())
    members_only = Column("Réservé aux membres", example="oui", cell=YesNo())
    cap_per_organisation = Column("Places par organisme", example="5", cell=Whole(1, 10_000))
    cap_in_programme = Column("Places par organisme dans tout le programme", example="40", cell=Whole(1, 100_000))
    terms = Column("Conditions à accepter", example="Je m'engage à suivre la formation.", cell=Text(20_000, lines=True))
    budget_cents = Column("Budget", example="250000", cell=Money())
    target_activities = Column("Cible d'activités", example="70", cell=Whole())
    target_participants = Column("Cible de personnes", example="2500", cell=Whole())
    target_organisations = Column("Cible d'organismes", example="80", cell=Whole())
    target_hours = Column("Cible d'heures", example="210", cell=Whole())
    published_at = Column("Publié depuis", example="2026-03-15 9:00", cell=Instant())


PROGRAMME_FIELDS = (
    "slug",
    "title",
    "summary",
    "agreement",
    "starts_on",
    "members_only",
    "cap_per_organisation",
    "target_activities",
    "target_participants",
    "target_organisations",
    "cap_in_programme",
    "terms",
    "budget_cents",
    "target_hours",
    "published_at",
)


@dataclass(slots=True)
class KnownProgrammes:
    programmes: dict[str, Programme]
    organisations: OrganisationBook


class ProgrammeImport(ImportKind):
    """A programme is found by its address."""

    kind = "programmes"
    label = gettext_lazy("Training programmes")
    lines = ProgrammeLines
    roles = frozenset({Role.TRAINING_LEAD})
    key = ("slug",)
    order = 50

    def prepare(self, lines: Sequence[Values]) -> KnownProgrammes:
        found = Programme.objects.filter(slug__in={values["slug"] for values in lines})
        return KnownProgrammes({programme.slug: programme for programme in found}, OrganisationBook.load())

    def check(self, values: Values, known: KnownProgrammes, *, historical: bool) -> Outcome:  # noqa: ARG002 - dates are the line's
        if values["last_day"] < values["starts_on"]:
            return refused(_("The last day comes before the first."))
        if values.get("funder") and known.organisations.find(values["funder"]) is None:
            return refused(_("The organisation “%(name)s” is unknown.") % {"name": values["funder"]})
        return compared(known.programmes.get(values["slug"]), **_of_programme(values, known))

    def apply(self, values: Values, known: KnownProgrammes, *, by: Actor, at: datetime, historical: bool) -> None:
        fields, programme = _of_programme(values, known), known.programmes.get(values["slug"])
        if programme is None:
            programme = create_programme(**fields, historical=historical, by=by, at=at)
        else:
            programme = change_programme(programme, **changes(programme, **fields), by=by, at=at)
        known.programmes[programme.slug] = programme


class ActivityLines(Lines):
    slug = Column("Adresse", example="intervenir-a-distance", required=True, cell=Slug(80), also="Address")
    title = Column("Titre", example="Intervenir à distance", required=True, cell=Text(200), also="Title")
    programme = Column("Programme", example="pacme-2026", cell=Slug(60))
    objectives = Column(
        "Objectifs", example="Garder le lien quand l'écran sépare.", cell=Text(5_000, lines=True), also="Objectives"
    )
    kind = Column(
        "Type",
        example="Formation",
        cell=Choice(KINDS_OF_ACTIVITY, empty=ActivityKind.TRAINING, also=IN_ENGLISH),
        also="Kind",
    )
    stream = Column(
        "Volet", example="Intervenants", cell=Choice(STREAMS, empty=Stream.BOTH, also=STREAMS_IN_ENGLISH), also="Stream"
    )
    language = Column(
        "Langue",
        example="Français",
        cell=Choice(LANGUAGES, empty="fr", also={"French": "fr", "English": "en"}),
        also="Language",
    )
    mode = Column("Mode", example="En ligne", cell=Choice(MODES, empty=Mode.ONLINE, also=MODES_IN_ENGLISH), also="Mode")
    duration_minutes = Column("Durée (heures)", example="3", required=True, cell=Hours(), also="Duration (hours)")
    trainers = Column(
        "Personnes formatrices", example="Camille Roy | Noa Gagnon", cell=Several(Text(120)), also="Trainers"
    )
    accreditation = Column("Numéro d'agrément", example="", cell=Text(60), also="Accreditation number")
    completion_percent = Column("Présence exigée (%)", example="80", cell=Whole(0, 100), also="Attendance required (%)")
    replay_counts = Column("La rediffusion compte", example="non", cell=YesNo(), also="The replay counts")


ACTIVITY_FIELDS = (
    "slug",
    "title",
    "objectives",
    "kind",
    "stream",
    "language",
    "mode",
    "duration_minutes",
    "accreditation",
    "replay_counts",
)


@dataclass(slots=True)
class KnownActivities:
    activities: dict[str, Activity]
    programmes: dict[str, Programme]


class ActivityImport(ImportKind):
    """An activity is found by its address."""

    kind = "activities"
    label = gettext_lazy("Training activities")
    lines = ActivityLines
    roles = frozenset({Role.TRAINING_LEAD})
    key = ("slug",)
    order = 51

    def prepare(self, lines: Sequence[Values]) -> KnownActivities:  # noqa: ARG002 - tens of rows, read whole
        return KnownActivities(
            {activity.slug: activity for activity in Activity.objects.prefetch_related("trainers")},
            {programme.slug: programme for programme in Programme.objects.all()},
        )

    def check(self, values: Values, known: KnownActivities, *, historical: bool) -> Outcome:  # noqa: ARG002 - the same in both modes
        if values.get("programme") and values["programme"] not in known.programmes:
            return refused(_("The programme “%(slug)s” is unknown.") % {"slug": values["programme"]})
        if not values["duration_minutes"]:
            return refused(_("The duration is missing."))
        activity = known.activities.get(values["slug"])
        if activity is not None and "trainers" in values and _taught_by(activity) != set(values["trainers"]):
            return Outcome(Verdict.UPDATE)
        return compared(activity, **_of_activity(values, known))

    def apply(self, values: Values, known: KnownActivities, *, by: Actor, at: datetime, historical: bool) -> None:
        fields, activity = _of_activity(values, known), known.activities.get(values["slug"])
        linked: dict[str, Any] = {}
        if "trainers" in values:
            linked["trainers"] = trainers_named(values["trainers"], by=by, at=at)
        if activity is None:
            activity = create_activity(**fields, **linked, historical=historical, by=by, at=at)
        else:
            activity = change_activity(activity, **changes(activity, **fields), **linked, by=by, at=at)
        known.activities[activity.slug] = activity


def _of_programme(values: Values, known: KnownProgrammes) -> dict[str, Any]:
    fields = given(values, PROGRAMME_FIELDS) | {"ends_on": values["last_day"] + timedelta(days=1)}
    if "funder" in values:
        fields["funder_id"] = _pk(known.organisations.find(values["funder"]) if values["funder"] else None)
    return fields


def _of_activity(values: Values, known: KnownActivities) -> dict[str, Any]:
    fields = given(values, ACTIVITY_FIELDS)
    if values.get("completion_percent") is not None:
        fields["completion_percent"] = values["completion_percent"]
    if "programme" in values:
        fields["programme_id"] = _pk(known.programmes.get(values["programme"] or ""))
    return fields


def _taught_by(activity: Activity) -> set[str]:
    return {trainer.name for trainer in activity.trainers.all()}


def _pk(row: Any) -> int | None:
    return row.pk if row is not None else None


KINDS = (ProgrammeImport(), ActivityImport())
