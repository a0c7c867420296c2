"""Shapes of the catalogue."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from training.catalogue.models import ActivityKind, Mode, Stream


class ProgrammeOut(Schema):
    """`ends_on` is the first day after."""

    slug: str
    title: str
    summary: str
    funder: str | None
    starts_on: date
    ends_on: date
    members_only: bool
    activities_count: int

    @staticmethod
    def resolve_funder(programme: Any) -> str | None:
        return programme.funder.name if programme.funder else None


class ActivityOut(Schema):
    """An activity of a programme."""

    slug: str
    title: str
    objectives: str
    kind: ActivityKind
    stream: Stream
    language: str
    mode: Mode
    duration_minutes: int
    trainers: list[str]
    accreditation: str

    @staticmethod
    def resolve_trainers(activity: Any) -> list[str]:
        return [trainer.name for trainer in activity.trainers.all()]


class ProgrammeDetailOut(ProgrammeOut):
    """A programme with all that it offers."""

    activities: list[ActivityOut] = Field(default_factory=list)

    @staticmethod
    def resolve_activities(programme: Any) -> list[Any]:
        return list(programme.activities.all())
