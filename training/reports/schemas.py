"""Shapes of the funder's report."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from training.reports.models import FrozenReport
from training.reports.rules import INDICATORS, Change, Unit

Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))]


class ReportPeriod(Schema):
    """Both days included; without them, the whole programme."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")


class IndicatorOut(Schema):
    """Minutes, thousandths or cents, as `unit` says; `value` is null where there is nothing to count."""

    name: str
    label: str
    definition: str
    unit: Unit
    value: int | None
    target: int | None


class BreakdownOut(Schema):
    """`key` is a region's number, an organisation's id, an activity's slug, a month; `name` where it has one."""

    key: str
    name: str
    enrolments: int
    completed: int
    people: int
    minutes: int


class ChangeOut(Schema):
    """A number that is not what it was in the last frozen version; `part` names a table, else it is an indicator."""

    name: str
    part: str
    key: str
    before: int | None
    now: int | None


class FrozenOut(Schema):
    id: UUID
    number: int
    first_on: date
    last_on: date
    rules: str
    sha256: str
    note: str
    frozen_at: datetime

    @staticmethod
    def resolve_id(report: Any) -> UUID:
        return report.uuid if isinstance(report, FrozenReport) else report.id


class ReportOut(Schema):
    """Indicators and tables that the funder asked for; `last_frozen` and what differs from it."""

    programme: str
    title: str
    funder: str
    agreement: str
    first_on: date
    last_on: date
    rules: str
    indicators: list[IndicatorOut]
    breakdowns: dict[str, list[BreakdownOut]]
    last_frozen: FrozenOut | None
    differences: list[ChangeOut]

    @classmethod
    def of(
        cls,
        document: dict[str, Any],
        wanted: tuple[list[str], list[str]],
        frozen: FrozenReport | None,
        changes: list[Change],
    ) -> "ReportOut":
        facts = {name: document[name] for name in ("programme", "title", "funder", "agreement", "first_on", "last_on")}
        return cls(
            **facts,
            rules=document["rules"],
            indicators=[_indicator(name, document) for name in wanted[0]],
            breakdowns={name: [BreakdownOut(**row) for row in document["breakdowns"][name]] for name in wanted[1]},
            last_frozen=FrozenOut.from_orm(frozen) if frozen else None,
            differences=[
                ChangeOut(name=each.name, part=each.part, key=each.key, before=each.before, now=each.now)
                for each in changes
            ],
        )


def _indicator(name: str, document: dict[str, Any]) -> IndicatorOut:
    known = INDICATORS[name]
    return IndicatorOut(
        name=name,
        label=str(known.label),
        definition=str(known.definition),
        unit=known.unit,
        value=document["indicators"][name],
        target=document["targets"].get(name),
    )


class FreezeIn(Schema):
    """Both days included."""

    first_on: Day
    last_on: Day
    note: str = Field("", max_length=300)
