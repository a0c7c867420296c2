"""What questions hold of a person: their answers, all of which go with them; sensitive ones, thirty days after."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.people.registry import Merge, rows_of
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Retention
from registrations.questions.actions import purge_sensitive
from registrations.questions.models import Answer
from registrations.questions.queries import sensitive_past
from registrations.questions.registry import REGISTRATIONS

OF_PERSON = "registrations.answer.person"


def preview(person: User, _on: date) -> Iterable[Fate]:
    if number := _answers(person).count():
        yield Gone(_("Answers to the questions of registrations"), number)


def erase(person: User, _by: Actor, _at: datetime) -> None:
    _answers(person).delete()


def _answers(person: User) -> "QuerySet[Answer]":
    return Answer.objects.filter(person=person)


def rows(person: User) -> Iterable[Mapping[str, Any]]:
    for answer in _answers(person).select_related("question").order_by("about_uuid", "question__position"):
        yield {
            "registration": str(answer.about_uuid),
            "kind": REGISTRATIONS[answer.about_kind].slug,
            "question": answer.question.text,
            "answer": answer.question.said(answer.value),
            "consented_at": answer.consented_at,
            "answered_at": answer.answered_at,
        }


def _move(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    """Answers go where their registration goes: the merge refuses two live ones of the same thing."""
    rows_of(OF_PERSON, dropped).update(person=kept)


MERGES = [Merge(_move, (OF_PERSON,))]
ERASURES = [Erasure(preview, erase, speaks_for=(OF_PERSON,))]
EXPORTS = [
    Export(
        "answers",
        _("Your answers to the questions of registrations"),
        rows,
        columns={"question": _("Question"), "answer": _("Answer"), "answered_at": _("Answered")},
        apart=("answer",),
    )
]
RETENTIONS = [
    Retention(
        "sensitive_answers",
        _("Sensitive answers of registrations (allergies, needs)"),
        _("Erased thirty days after the event, and the night after a registration is cancelled."),
        lambda on: sensitive_past(on).count(),
        purge_sensitive,
    )
]
