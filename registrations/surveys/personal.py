"""What surveys hold of a person: that they may answer and have; never what they answered."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Export, Fate, Kept
from registrations.surveys.models import SurveyReceipt


def preview(person: User, _on: date) -> Iterable[Fate]:
    if number := SurveyReceipt.objects.filter(person=person).count():
        yield Kept(_("Receipts of surveys"), number, _("Whether somebody answered, without any name: rates stay true."))


def erase(_person: User, _by: Actor, _at: datetime) -> None:
    """Receipts stay with a row without identity; answers never had any."""


def rows(person: User) -> Iterable[Mapping[str, Any]]:
    for receipt in SurveyReceipt.objects.filter(person=person).select_related("survey").order_by("pk"):
        yield {"survey": receipt.survey.title, "asked_on": receipt.asked_on, "answered": receipt.answered}


ERASURES = [Erasure(preview, erase, speaks_for=("registrations.surveyreceipt.person",))]
EXPORTS = [
    Export(
        "surveys",
        _("Surveys that you were asked to answer"),
        rows,
        columns={"survey": _("Survey"), "asked_on": _("Asked"), "answered": _("Answered")},
    )
]
