"""Preparing programmes and activities."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import Forbidden, constraint_means
from registrations.folding import folded
from registrations.journal import actions as journal
from training.catalogue.errors import (
    ActivityExists,
    EndsBeforeStart,
    OwnPrerequisite,
    ProgrammeExists,
    ProgrammeFrozen,
    SlugFrozen,
    TrainerExists,
)
from training.catalogue.models import Activity, Programme, Trainer
from training.catalogue.registry import ON_CAPS, ON_MODE
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
    for follow in ON_CAPS if CAPS & values.keys() else ():
        follow(programme, at)
    return programme


@transaction.atomic
def create_activity(*, by: Actor, at: datetime, **values: Any) -> Activity:
    """A new activity; `values` are its fields, and rows for its trainers, prerequisites and materials."""
    _only_training(by)
    linked = _linked(values)
    with constraint_means(Activity, "activity_one_per_slug", ActivityExists()):
        activity = Activity.objects.create(**values)
    _link(activity, linked)
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
    mode_before, programme_before = Activity.objects.values_list("mode", "programme").get(pk=activity.pk)
    _expect_uncounted(activity, {programme_before, getattr(values.get("programme", activity.programme), "pk", None)})
    fields, linked = sorted(values), _linked(values)
    for name, value in values.items():
        setattr(activity, name, value)
    with constraint_means(Activity, "activity_one_per_slug", ActivityExists()):
        activity.save()
    _link(activity, linked)
    bump("training")
    journal.log(activity, "training.change_activity", by=by, at=at, fields=fields)
    if activity.mode != mode_before:
        for follow in ON_MODE:
            follow(activity, at)
    return activity


def _expect_uncounted(activity: Activity, programmes: set[int | None]) -> None:
    """Raises `ProgrammeFrozen` for another programme: the seats that caps count there would be released by nobody."""
    named = [pk for pk in programmes if pk is not None]
    capped = Programme.objects.filter(pk__in=named).exclude(cap_in_programme=None)
    if len(programmes) > 1 and activity.sessions.filter(pool__taken__gt=0).exists() and capped.exists():
        raise ProgrammeFrozen()


@transaction.atomic
def register_trainer(*, by: Actor, at: datetime, **values: Any) -> Trainer:
    """A new trainer; an address is one trainer's."""
    _only_training(by)
    trainer = _kept(Trainer(**values))
    journal.log(trainer, "training.register_trainer", by=by, at=at)
    return trainer


@transaction.atomic
def change_trainer(trainer: Trainer, *, by: Actor, at: datetime, **values: Any) -> Trainer:
    """Change fields of a trainer."""
    _only_training(by)
    for name, value in values.items():
        setattr(trainer, name, value)
    journal.log(_kept(trainer), "training.change_trainer", by=by, at=at, fields=sorted(values))
    for activity in trainer.activities.all():
        _make_findable(activity)
    return trainer


@transaction.atomic
def trainers_named(names: Iterable[str], *, by: Actor, at: datetime) -> list[Trainer]:
    """The trainers of these names; those whom nobody has named yet are registered."""
    wanted = list(dict.fromkeys(names))
    known = {trainer.name: trainer for trainer in Trainer.objects.filter(name__in=wanted).order_by("-pk")}
    return [known.get(name) or register_trainer(name=name, by=by, at=at) for name in wanted]


def _kept(trainer: Trainer) -> Trainer:
    trainer.email = trainer.email.lower()
    with constraint_means(Trainer, "trainer_one_per_address", TrainerExists()):
        trainer.save()
    bump("training")
    return trainer


def _linked(values: dict[str, Any]) -> dict[str, Sequence[Any]]:
    """Takes out of `values` what an activity is linked to."""
    return {name: values.pop(name) for name in LINKED if name in values}


def _link(activity: Activity, linked: dict[str, Sequence[Any]]) -> None:
    if activity in linked.get("prerequisites", ()):
        raise OwnPrerequisite()
    for name, rows in linked.items():
        getattr(activity, name).set(rows)
    if "prerequisites" in linked:
        note_prerequisites(activity)
    _make_findable(activity)


def note_prerequisites(activity: Activity) -> None:
    """Whether it has any, on its row: who registers for one that has none reads nothing more."""
    activity.has_prerequisites = activity.prerequisites.exists()
    activity.save(update_fields=["has_prerequisites"])


def _make_findable(activity: Activity) -> None:
    """The words by which it is found, folded: its title, its objectives, who teaches it."""
    names = activity.trainers.values_list("name", flat=True)
    activity.search_text = folded(" ".join([activity.title, activity.objectives, *names]))
    activity.save(update_fields=["search_text"])


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


CAPS = {"cap_per_organisation", "cap_in_programme"}
LINKED = ("trainers", "prerequisites", "materials")
