"""What training holds of a person: their enrolments, and those that they made for others."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Kept
from training.enrolments.actions import cancel_enrolment
from training.enrolments.models import Enrolment
from training.enrolments.rules import HOLDING, EnrolmentState

LIVE = (EnrolmentState.WAITLISTED, *HOLDING)


def preview(person: User, on: date) -> Iterator[Fate]:
    coming = _coming(person).filter(session__starts_at__date__gt=on)
    if number := coming.count():
        yield Ends(_("Registrations to come: their seats go to the next in line"), number)
    if number := Enrolment.objects.filter(person=person).count():
        why = _("Organisation, region and role, without any name: the funder's report stays true.")
        yield Kept(_("Registrations"), number, why)
    if number := Enrolment.objects.filter(registered_by=person).exclude(person=person).count():
        why = _("They are the registrations of others.")
        yield Kept(_("Registrations made for colleagues, without the name of who made them"), number, why)


def erase(person: User, by: Actor, at: datetime) -> None:
    for enrolment in _coming(person).filter(session__starts_at__gt=at).select_related("session", "person"):
        cancel_enrolment(enrolment, by=by, at=at)


def _coming(person: User) -> "QuerySet[Enrolment]":
    return Enrolment.objects.filter(person=person, state__in=LIVE).order_by("session__pool_id")


def enrolments(person: User) -> Iterator[Mapping[str, Any]]:
    rows = Enrolment.objects.filter(person=person).select_related("session__activity", "organisation")
    for enrolment in rows.order_by("session__starts_at"):
        yield {
            "id": str(enrolment.uuid),
            "activity": enrolment.session.activity.title,
            "session": enrolment.session.code,
            "starts_at": enrolment.session.starts_at,
            "state": str(enrolment.get_state_display()),
            "organisation": enrolment.organisation.name if enrolment.organisation else "",
            "region": enrolment.region,
            "role": enrolment.role,
            "created_at": enrolment.created_at,
            "terms_accepted_at": enrolment.terms_at,
        }


def enrolled(since: date) -> "QuerySet[Any]":
    return Enrolment.objects.filter(created_at__date__gte=since).values("person")


ACTIVITIES = [enrolled]
ERASURES = [
    Erasure(preview, erase, speaks_for=("training.enrolment.person", "training.enrolment.registered_by")),
]
EXPORTS = [
    Export(
        "enrolments",
        _("Your registrations"),
        enrolments,
        columns={
            "activity": _("Activity"),
            "starts_at": _("Date"),
            "state": _("State"),
            "organisation": _("Organisation"),
        },
        correct="training_enrolments:mine",
    )
]
