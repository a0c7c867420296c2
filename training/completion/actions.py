"""Issuing the certificates of a training."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.certificates.actions import Attended, issue_certificate
from registrations.certificates.models import Certificate
from registrations.errors import Forbidden
from training.attendance.rules import Completion
from training.catalogue.rules import may_manage_training
from training.completion.errors import NotDue
from training.completion.queries import attended_in, days_attended, dues
from training.completion.rules import KIND, Due
from training.enrolments.models import Enrolment
from training.sessions.models import Session


@transaction.atomic
def certify_enrolment(enrolment: Enrolment, *, by: Actor, at: datetime) -> Certificate:
    """Issue the certificate that is due, mailed after the commit. Raises `NotDue`, which says why none is."""
    if not may_manage_training(by):
        raise Forbidden()
    stands, completion = dues([enrolment])[enrolment.pk]
    if stands != Due.DUE:
        raise NotDue(why=Due(stands).label)
    return _issue(enrolment, completion, by=by, at=at)


@transaction.atomic
def certify_session(session: Session, *, by: Actor, at: datetime) -> int:
    """Issue every certificate that is due in a session; how many. Raises `NotDue` when there is none."""
    if not may_manage_training(by):
        raise Forbidden()
    rows = attended_in([session])[session.pk]
    stands = dues(rows)
    wanted = [(row, stands[row.pk][1]) for row in rows if stands[row.pk][0] == Due.DUE]
    if not wanted:
        raise NotDue(why=_why_nobody(value for value, _completion in stands.values()))
    for row, completion in wanted:
        _issue(row, completion, by=by, at=at)
    return len(wanted)


def _why_nobody(stands: Iterable[Due]) -> str:
    """What stands in the way of most."""
    seen = list(stands)
    return str(max(set(seen), key=seen.count).label if seen else Due.NOT_CLOSED.label)


def _issue(enrolment: Enrolment, completion: Completion, *, by: Actor, at: datetime) -> Certificate:
    activity, organisation = enrolment.session.activity, enrolment.organisation
    attended = Attended(
        title=activity.title,
        objectives=activity.objectives,
        days=days_attended(enrolment),
        minutes=completion.minutes,
        planned_minutes=completion.planned,
        mode=activity.mode,
        person_name=enrolment.person.get_full_name(),
        organisation_name=organisation.name if organisation else "",
        trainers=tuple(trainer.name for trainer in enrolment.session.taught_by),
        accreditation=activity.accreditation,
    )
    return issue_certificate(
        subject_kind=KIND,
        subject_uuid=enrolment.uuid,
        person=enrolment.person,
        organisation=organisation,
        attended=attended,
        by=by,
        at=at,
    )
