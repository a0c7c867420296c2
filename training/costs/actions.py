"""Keeping the costs of activities: the funder's report adds them up."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.files.uploads import Received
from registrations.journal import actions as journal
from training.catalogue.models import Activity, ActivityCost
from training.catalogue.rules import may_manage_training
from training.costs.errors import CostExists


@transaction.atomic
def add_cost(
    activity: Activity,
    *,
    label: str,
    planned_cents: int,
    actual_cents: int | None = None,
    document: Received | None = None,
    by: Actor,
    at: datetime,
) -> ActivityCost:
    """A cost of an activity; `actual_cents` once it is known, `document` already checked and stored."""
    cost = ActivityCost(activity=activity)
    _write(cost, document, label=label, planned_cents=planned_cents, actual_cents=actual_cents, by=by)
    journal.log(cost, "training.add_cost", by=by, at=at, planned=planned_cents, actual=actual_cents)
    return cost


@transaction.atomic
def correct_cost(
    cost: ActivityCost,
    *,
    document: Received | None = None,
    detach: bool = False,
    by: Actor,
    at: datetime,
    **values: Any,
) -> ActivityCost:
    """Change fields of a cost, its paper (another, or with `detach` none); the paper that was there goes."""
    before = cost.document.name
    if detach and document is None:
        cost.document, cost.original_name = "", ""
    _write(cost, document, **values, by=by)
    if before and before != cost.document.name:
        transaction.on_commit(partial(cost.document.storage.delete, before))
    journal.log(cost, "training.correct_cost", by=by, at=at, planned=cost.planned_cents, actual=cost.actual_cents)
    return cost


@transaction.atomic
def remove_cost(cost: ActivityCost, *, by: Actor, at: datetime) -> None:
    """Forget a cost and its paper; the journal keeps what it was."""
    _only_training(by)
    journal.log(cost, "training.remove_cost", by=by, at=at, planned=cost.planned_cents, actual=cost.actual_cents)
    if cost.document:
        transaction.on_commit(partial(cost.document.storage.delete, str(cost.document.name)))
    cost.delete()


def _write(cost: ActivityCost, document: Received | None, *, by: Actor, **values: Any) -> None:
    _only_training(by)
    for name, value in values.items():
        setattr(cost, name, value)
    cost.label = " ".join(cost.label.split())
    if document is not None:
        cost.document, cost.original_name = document.name, document.original_name[:200]
    with constraint_means(ActivityCost, "activitycost_one_per_label", CostExists()):
        cost.save()


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
