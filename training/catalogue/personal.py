"""What the catalogue holds of a person: that they teach."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Export, Fate, Gone
from training.catalogue.models import Trainer


def preview(person: User, on: date) -> Iterator[Fate]:  # noqa: ARG001 - the same on any day
    if number := Trainer.objects.filter(person=person).count():
        yield Gone(_("Name, address and biography as a trainer: activities say that somebody taught"), number)


def erase(person: User, by: Actor, at: datetime) -> None:  # noqa: ARG001 - the journal has the erasure itself
    with override("fr"):
        nobody = gettext("Trainer whose record was erased")
    Trainer.objects.filter(person=person).update(person=None, name=nobody, email="", biography="")


def taught(person: User) -> Iterator[Mapping[str, Any]]:
    for trainer in Trainer.objects.filter(person=person).prefetch_related("activities"):
        activities = ", ".join(activity.title for activity in trainer.activities.all())
        yield {"id": str(trainer.uuid), "name": trainer.name, "biography": trainer.biography, "activities": activities}


ERASURES = [Erasure(preview, erase, speaks_for=("training.trainer.person",))]
EXPORTS = [
    Export(
        "trainers",
        _("What you teach"),
        taught,
        columns={"name": _("Name"), "biography": _("Biography"), "activities": _("Activities")},
    )
]
