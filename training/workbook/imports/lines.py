"""The columns of the four sheets: those of the single files where they exist, with what only a workbook carries."""

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from registrations.imports.registry import Column, Lines
from registrations.imports.rules.cells import (
    Cell,
    Choice,
    Email,
    Instant,
    Money,
    Several,
    Text,
    Url,
    Whole,
    YesNo,
)
from registrations.imports.rules.cells.moments import HOUR
from training.catalogue.imports import LANGUAGES, ActivityLines, Slug
from training.enrolments.imports.sessions import STATES, VISIBILITIES
from training.sessions.rules import SessionState, Visibility

WORDS_OF_STATES: dict[str, str] = STATES | {"Annulée": SessionState.CANCELLED}
STATES_IN_ENGLISH: dict[str, str] = {
    "Published": SessionState.PUBLISHED,
    "Draft": SessionState.DRAFT,
    "Cancelled": SessionState.CANCELLED,
}
VISIBILITIES_IN_ENGLISH: dict[str, str] = {
    "Public": Visibility.PUBLIC,
    "Unlisted": Visibility.UNLISTED,
    "By invitation": Visibility.INVITATION,
}


class End(Cell):
    """An instant, or an hour alone: that of the day of the start."""

    def read(self, text: str) -> datetime | time:
        found = HOUR.fullmatch(text)
        if found is None:
            return Instant().read(text)
        hour, minute = int(found["h"]), int(found["min"] or 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("“%(value)s” is not an hour: write 12:00 or 12 h") % {"value": text[:40]})
        return time(hour, minute)

    def written(self, value: Any) -> str:
        return f"{value:%H:%M}" if isinstance(value, time) else Instant().written(value)


class TrainerSheetLines(Lines):
    name = Column("Nom", example="Camille Roy", required=True, cell=Text(120), also="Name")
    email = Column("Courriel", example="camille.roy@exemple.test", cell=Email(), also="E-mail")
    language = Column(
        "Langue",
        example="Français",
        cell=Choice(LANGUAGES, empty="fr", also={"French": "fr", "English": "en"}),
        also="Language",
    )
    biography = Column(
        "Biographie", example="Vingt ans d'intervention.", cell=Text(5_000, lines=True), also="Biography"
    )


class ActivitySheetLines(ActivityLines):
    programme = Column("Programme", example="pacme-2026", required=True, cell=Slug(60), also="Programme")
    prerequisites = Column("Préalables", example="", cell=Several(Slug(80)), also="Prerequisites")
    materials = Column("Documents remis", example="", cell=Several(Slug(80)), also="Materials")


class SessionSheetLines(Lines):
    code = Column("Code", example="PACME-012-A", required=True, cell=Text(40), also="Session code")
    activity = Column("Activité", example="intervenir-a-distance", required=True, cell=Slug(80), also="Activity")
    trainers = Column("Personnes formatrices", example="", cell=Several(Text(254)), also="Trainers")
    state = Column("État", example="Brouillon", cell=Choice(WORDS_OF_STATES, also=STATES_IN_ENGLISH), also="State")
    visibility = Column(
        "Visibilité", example="Publique", cell=Choice(VISIBILITIES, also=VISIBILITIES_IN_ENGLISH), also="Visibility"
    )
    capacity = Column("Places", example="35", cell=Whole(0, 100_000), also="Seats")
    opens_at = Column(
        "Ouverture des inscriptions", example="2026-09-22 9:00", cell=Instant(), also="Registration opens"
    )
    closes_at = Column(
        "Fermeture des inscriptions", example="2026-10-19 17:00", cell=Instant(), also="Registration closes"
    )
    minimum = Column("Minimum pour la tenir", example="8", cell=Whole(1, 10_000), also="Minimum")
    cap_per_organisation = Column(
        "Places par organisme", example="5", cell=Whole(1, 10_000), also="Seats per organisation"
    )
    price_cents = Column("Prix", example="0", cell=Money(), also="Price")
    member_price_cents = Column("Prix membre", example="", cell=Money(), also="Member price")
    cancel_hours = Column(
        "Annulation (heures avant)", example="24", cell=Whole(0, 1_000), also="Cancellation (hours before)"
    )
    place = Column("Lieu", example="100, rue de l'Exemple, Montréal", cell=Text(200), also="Place")
    join_url = Column("Lien", example="https://visio.example/abc", cell=Url(), also="Link")


class MeetingSheetLines(Lines):
    session = Column("Séance", example="PACME-012-A", required=True, cell=Text(40), also="Session")
    position = Column("Rencontre", example="1", required=True, cell=Whole(1, 99), also="Meeting")
    starts_at = Column("Début", example="2026-10-20 9:00", required=True, cell=Instant(), also="Start")
    ends_at = Column("Fin", example="12:00", required=True, cell=End(), also="End")
    place = Column("Lieu", example="Salle 2", cell=Text(200), also="Place")
    join_url = Column("Lien", example="https://visio.example/abc-1", cell=Url(), also="Link")
    part = Column("Partie", example="Première partie", cell=Text(80), also="Part")
    mandatory = Column("Obligatoire", example="non", cell=YesNo(), also="Mandatory")
