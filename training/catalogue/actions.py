"""Preparing programmes and activities."""

from datetime import datetime
from typing import Any

from django.db import transaction

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import Forbidden, constraint_means
from registrations.journal import actions as journal
from training.catalogue.errors import ActivityExists, EndsBeforeStart, ProgrammeExists, SlugFrozen
from training.catalogue.models import Activity, Programme
from training.catalogue.rules import may_manage_training


@transaction.atomic
def create_programme(*, by: Actor, at: datetime, **values: Any) -> Programme:
    """A new programme; `values` are its fields. It shows once `published_at` has come."""
    _only_training(by)
    programme = _saved(Programme(**values))
    journal.log(programme, "training.create_programme", by=by, at=at)
    return programme


@transaction.atomic
def change_programme(programme: Programme, *, by: Actor, at: datetime, **values: Any) -> Programme:
    """Change fields of a programme; its slug only while it is not public."""
    _only_training(by)
    public = programme.published_at is not None and programme.published_at <= at
    if public and values.get("slug", programme.slug) != programme.slug:
        raise SlugFrozen()
    for name, value in values.items():
        setattr(programme, name, value)
    journal.log(_saved(programme), "training.change_programme", by=by, at=at, fields=sorted(values))
    return programme


@transaction.atomic
def create_activity(*, by: Actor, at: datetime, **values: Any) -> Activity:
    """A new activity; `values` are its fields."""
    _only_training(by)
    with constraint_means(Activity, "activity_one_per_slug", ActivityExists()):
        activity = Activity.objects.create(**values)
    bump("training")
    journal.log(activity, "training.create_activity", by=by, at=at)
    return activity


@transaction.atomic
def change_activity(activity: Activity, *, by: Actor, at: datetime, **values: Any) -> Activity:
    """Change fields of an activity; its slug names it in addresses, and stays once a session was published."""
    _only_training(by)
    public = activity.sessions.exclude(state="draft").exists()
    if public and values.get("slug", activity.slug) != activity.slug:
        raise SlugFrozen()
    for name, value in values.items():
        setattr(activity, name, value)
    with constraint_means(Activity, "activity_one_per_slug", ActivityExists()):
        activity.save()
    bump("training")
    journal.log(activity, "training.change_activity", by=by, at=at, fields=sorted(values))
    return activity


def _saved(programme: Programme) -> Programme:
    if programme.ends_on <= programme.starts_on:
        raise EndsBeforeStart()
    with constraint_means(Programme, "programme_one_per_slug", ProgrammeExists()):
        programme.save()
    bump("training")
    return programme


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
