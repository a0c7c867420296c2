"""Who is in sessions, or in line for them, for whoever writes to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from registrations.dates import MONTREAL, spelled_day
from registrations.writings.registry import Addressee, Source, to_person
from training.enrolments.models import Enrolment
from training.enrolments.rules import HOLDING, EnrolmentState

FIELDS = {
    "séance": _("title of the session"),
    "date": _("first day of the session"),
    "organisme": _("name of the organisation"),
}
STATES = {
    "in": (*HOLDING, EnrolmentState.ATTENDED, EnrolmentState.ABSENT),
    "waiting": (EnrolmentState.WAITLISTED,),
    "attended": (EnrolmentState.ATTENDED,),
    "absent": (EnrolmentState.ABSENT,),
    "all": tuple(state for state in EnrolmentState if state != EnrolmentState.CANCELLED),
}


def _of_enrolments(keys: Collection[int], _audience: str, _on: date) -> Mapping[int, list[Addressee]]:
    rows = Enrolment.objects.select_related("person", "session__activity", "organisation").filter(pk__in=keys)
    return {row.pk: [_person(row)] for row in rows}


def _of_sessions(keys: Collection[int], audience: str, _on: date) -> Mapping[int, list[Addressee]]:
    rows = Enrolment.objects.select_related("person", "session__activity", "organisation")
    found = defaultdict(list)
    for row in rows.filter(session__in=keys, state__in=STATES[audience]).order_by("pk"):
        found[row.session_id].append(_person(row))
    return found


def _person(row: Enrolment) -> Addressee:
    session, language = row.session, row.person.language
    day = spelled_day(session.starts_at.astimezone(MONTREAL).date(), language) if session.starts_at else ""
    fields = {"séance": session.activity.title, "date": day}
    return to_person(row.person, organisation=row.organisation, fields=fields)


SOURCES = {
    "training.Enrolment": Source(_of_enrolments, FIELDS),
    "training.Session": Source(
        _of_sessions,
        FIELDS,
        audiences={
            "in": _("Those who have a seat"),
            "waiting": _("Those on the waiting list"),
            "attended": _("Those who came"),
            "absent": _("Those who were absent"),
            "all": _("All of them"),
        },
    ),
}
