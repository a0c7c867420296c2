"""Answers of the API kept for a day, so that a call sent twice is done once."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.idempotency.actions import KEPT, forget_answers
from registrations.idempotency.models import StoredAnswer
from registrations.people.models import User
from registrations.privacy.queries import marks_of, mentioning
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Retention


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := _naming(person).count():
        yield Gone(_("Answers of the API kept for a day"), number)


def erase(person: User, _by: Actor, _at: datetime) -> None:
    StoredAnswer.objects.filter(pk__in=list(_naming(person).values_list("pk", flat=True))).delete()


def _naming(person: User) -> "QuerySet[StoredAnswer]":
    written = mentioning(StoredAnswer.objects.all(), "body", marks_of(person)).values("pk")
    return StoredAnswer.objects.filter(Q(principal=f"person:{person.uuid}") | Q(pk__in=written))


def old_answers(on: date) -> "QuerySet[Any]":
    return StoredAnswer.objects.filter(created_at__date__lt=on - KEPT)


ERASURES = [Erasure(preview, erase)]
EXPORTS: list[Export] = []
RETENTIONS = [
    Retention(
        "answers",
        _("Answers of the API"),
        _("Deleted after a day."),
        lambda on: old_answers(on).count(),
        lambda _by, at: forget_answers(at=at),
    )
]
