"""Shapes of the simulations' API."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from cms.simulations.models import PolicySimulation


class CellOut(Schema):
    """How many resources one audience gains and loses for one verb."""

    audience: str
    verb: str
    gained: int
    lost: int


class SimulationOut(Schema):
    """What a version changes in the library; `id` when it was kept."""

    id: UUID | None
    number: int
    against: int | None
    at: datetime
    total: int
    changed: int
    gained: int
    lost: int
    left_out: int
    cells: list[CellOut]

    @classmethod
    def of(cls, result: dict[str, Any], *, number: int, against: Any, at: datetime, row: Any = None) -> "SimulationOut":
        return cls(id=row and row.uuid, number=number, against=against and against.number, at=at, **result)

    @classmethod
    def kept(cls, row: PolicySimulation) -> "SimulationOut":
        return cls.of(row.result, number=row.policy.number, against=row.against, at=row.at, row=row)
