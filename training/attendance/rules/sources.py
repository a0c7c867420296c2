"""Who says how long somebody was there, and whose word stands."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from training.enrolments.rules import EnrolmentState


class Source(TextChoices):
    TEAM = "team", _("AXTRA team")
    TRAINER = "trainer", _("Trainer's list")
    RECORD = "record", _("Imported from the past")
    ZOOM = "zoom", _("Zoom report")
    TEAMS = "teams", _("Teams report")
    CODE = "code", _("Code of the meeting")


STRENGTH: Mapping[str, int] = {
    Source.TEAM: 2,
    Source.TRAINER: 2,
    Source.RECORD: 2,
    Source.ZOOM: 1,
    Source.TEAMS: 1,
    Source.CODE: 0,
}
ON_THE_LIST = (EnrolmentState.CONFIRMED, EnrolmentState.ATTENDED, EnrolmentState.ABSENT)
"""States of those whose attendance is noted."""
NOTED_FROM = timedelta(hours=1)
"""How long before a meeting its list opens."""


def overrides(source: str, *, noted_by: str) -> bool:
    """Whether a source may change what another noted: a report never changes a person's word, nor a code a report's."""
    return STRENGTH[source] >= STRENGTH[noted_by]
