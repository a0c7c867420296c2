"""The questions of programmes and sessions: of which enrolments, and until when they are answered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role
from registrations.people.models import User
from registrations.questions.actions import Checked, carry_answers, checked_answers, keep_answers
from registrations.questions.queries import lacking, to_answer
from registrations.questions.registry import Registered, Registrations, Subject
from training.catalogue.models import Programme
from training.enrolments.models import Enrolment
from training.enrolments.rules import HOLDING, EnrolmentState
from training.sessions.models import Session

ENROLMENT = "training.enrolment"
ANSWERING = (EnrolmentState.WAITLISTED, *HOLDING)


def answers_for(
    session: Session, answers: Mapping[str, Any] | None, *, consented: bool, person: User, by: Actor, passes: bool
) -> Checked | None:
    """The answers to keep with a new enrolment; None, and nothing read, where nothing is asked.

    Whoever registers themself answers all that is required. None is of a door that does not ask (an order, a file, a
    colleague): they are asked afterwards. Raises `AnswersRefused`.
    """
    if answers is None or not (answers or session.asked_for):
        return None
    own = by.person is not None and by.person.pk == person.pk
    return checked_answers(session.asked_for, answers, consented=consented, complete=own and not passes)


def keep(checked: Checked | None, enrolment: Enrolment, *, at: datetime) -> None:
    """Write them with the enrolment, in the transaction of its action."""
    if checked is not None and checked.values:
        keep_answers(checked, about=(ENROLMENT, enrolment.uuid), person=enrolment.person, at=at)


def carry(before: Enrolment, after: Enrolment) -> None:
    """What was answered for the session that is left, and is asked in the new one too."""
    if after.session.asked_for:
        carry_answers((ENROLMENT, before.uuid), to=after.uuid, subjects=after.session.asked_for)


def without_answers(rows: Sequence[Enrolment]) -> set[UUID]:
    """Those, to come, in which a required answer is missing; nothing is read when none of their sessions asks any."""
    asked = {row.uuid: row.session.asked_for for row in rows if row.state in ANSWERING and row.session.asked_for}
    return lacking(asked) if asked else set()


def find(uuid: UUID) -> Registered | None:
    """A live enrolment."""
    rows = Enrolment.objects.live().select_related("person", "session__activity__programme")
    enrolment = rows.filter(uuid=uuid).first()
    return registered(enrolment) if enrolment else None


def registered(enrolment: Enrolment) -> Registered:
    """The same, from its row."""
    session = enrolment.session
    return Registered(
        kind=ENROLMENT,
        row=enrolment,
        person=enrolment.person,
        title=session.activity.title,
        subjects=session.asked_for,
        until=session.starts_at,
        back=reverse("training_enrolments:done", args=[enrolment.uuid]),
    )


def questions_waiting(enrolment: Enrolment) -> list[str]:
    """What a mail says when its person has questions to answer."""
    own = enrolment.registered_by_id in (None, enrolment.person_id)
    address = to_answer(registered(enrolment), own=own)
    said = gettext("The people who prepare this training have questions for you. Answer them here: %(link)s")
    return [said % {"link": f"{settings.SITE_URL}{address}"}] if address else []


def _over(day: date) -> "QuerySet[Any]":
    ended = Q(session__ends_at__date__lt=day) | Q(state=EnrolmentState.CANCELLED)
    return Enrolment.objects.filter(ended).order_by().values("uuid")


def _note_programme(uuid: UUID, asks: bool) -> None:
    Programme.objects.filter(uuid=uuid).update(has_questions=asks)


def _note_session(uuid: UUID, asks: bool) -> None:
    Session.objects.filter(uuid=uuid).update(has_questions=asks)


def _of_programme(uuid: UUID) -> "QuerySet[Enrolment]":
    return _in_order(Enrolment.objects.live().filter(session__activity__programme__uuid=uuid))


def _of_session(uuid: UUID) -> "QuerySet[Enrolment]":
    return _in_order(Enrolment.objects.live().filter(session__uuid=uuid))


def _in_order(rows: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    named = rows.select_related("person", "session")
    return named.order_by("session__starts_at", "person__family_name", "person__given_name", "pk")


def _subject(label: Any, rows: Any, note: Any, registered: Any) -> Subject:
    return Subject(label, rows, note, (Role.TRAINING_LEAD,), ENROLMENT, registered)


SUBJECTS = {
    "training.programme": _subject(_("Programme"), Programme.objects.all, _note_programme, _of_programme),
    "training.session": _subject(_("Session"), Session.objects.all, _note_session, _of_session),
}
REGISTRATIONS = {ENROLMENT: Registrations("formation", find, _over)}
