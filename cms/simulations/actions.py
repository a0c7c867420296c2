"""Keeping what a version would change."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from cms.diffusion.errors import NotPolicyWriter
from cms.diffusion.models import PolicyVersion
from cms.diffusion.queries import rules_of
from cms.diffusion.rules import may_write_policy
from cms.simulations.models import PolicySimulation, SimulationState
from cms.simulations.queries import as_data, digest_of, simulate
from registrations.actors import Actor
from registrations.journal.actions import log


@transaction.atomic
def ask_simulation(version: PolicyVersion, *, by: Actor, at: datetime) -> PolicySimulation:
    """Take the counts now, for the rules as they are; the list of resources is written by `write_list`."""
    if not may_write_policy(by):
        raise NotPolicyWriter()
    rules = rules_of(version)
    found = simulate(rules, at=at)
    row = PolicySimulation.objects.create(
        policy=version,
        against=found.against,
        rules=as_data(rules),
        rules_sha256=digest_of(rules),
        at=at,
        result=result_of(found.outcome, left_out=found.left_out),
        resources=found.outcome.changed,
        progressed_at=at,
    )
    log(row, "diffusion.simulate", by=by, at=at, number=version.number, changed=found.outcome.changed)
    return row


def result_of(outcome: Any, *, left_out: int) -> dict[str, Any]:
    """The counts as they are kept."""
    counts = {name: getattr(outcome, name) for name in ("total", "changed", "gained", "lost")}
    return counts | {"left_out": left_out, "cells": [asdict(cell) for cell in outcome.cells]}


def note_progress(row: PolicySimulation, *, resources: int, at: datetime) -> None:
    """How far the list is; a page that is open reads it."""
    waiting = PolicySimulation.objects.filter(pk=row.pk, state=SimulationState.WAITING)
    waiting.update(resources_done=F("resources_done") + resources, progressed_at=at)


@transaction.atomic
def finish_simulation(row: PolicySimulation, *, name: str, sha256: str, resources: int, at: datetime) -> bool:
    """The list is stored: from here on the row never changes. False when another run was first."""
    waiting = PolicySimulation.objects.filter(pk=row.pk, state=SimulationState.WAITING)
    done = {"file": name, "sha256": sha256, "resources_done": resources, "progressed_at": at}
    return bool(waiting.update(state=SimulationState.DONE, **done))
