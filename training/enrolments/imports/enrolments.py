"""Importing enrolments: of today through the action that everybody takes, of the past as they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor, Role
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Choice, Email, Instant, Text
from registrations.organisations.imports.words import ROLES
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.queries import OrganisationBook
from registrations.people.models import User
from registrations.people.queries import PeopleBook
from training.enrolments.actions import enrol, record_enrolment
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Session

STATES: dict[str, str] = {
    "Confirmée": EnrolmentState.CONFIRMED,
    "Présence": EnrolmentState.ATTENDED,
    "Présente": EnrolmentState.ATTENDED,
    "Absence": EnrolmentState.ABSENT,
    "Absente": EnrolmentState.ABSENT,
    "Annulée": EnrolmentState.CANCELLED,
}
BEFORE = timedelta(days=14)


class EnrolmentLines(Lines):
    session = Column("Séance", example="PACME-012-A", required=True, cell=Text(40))
    email = Column("Courriel", example="camille.tremblay@espace-carriere.example", required=True, cell=Email())
    given_name = Column("Prénom", example="Camille", cell=Text(100))
    family_name = Column("Nom", example="Tremblay", cell=Text(100))
    organisation = Column("Organisme", example="Espace carrière du Fleuve", cell=Text(200))
    role = Column("Rôle", example="Intervenante", cell=Choice(ROLES, empty=""))
    state = Column("État", example="Confirmée", cell=Choice(STATES, empty=EnrolmentState.CONFIRMED))
    created_at = Column("Inscription", example="2026-09-22 9:04", cell=Instant())


@dataclass(slots=True)
class Known:
    """What the lines may mean, and who is in which session already (with the state of the latest enrolment)."""

    sessions: dict[str, Session]
    people: PeopleBook
    organisations: OrganisationBook
    posts: dict[int, list[Affiliation]]
    enrolled: dict[tuple[int, int], str]

    def person(self, values: Values) -> User | None:
        if values.get("family_name"):
            return self.people.find(values["email"], values.get("given_name", ""), values["family_name"])
        return self.people.owner(values["email"])

    def post(self, person: User, values: Values, session: Session) -> Affiliation | None:
        """The person's post on the day, in the named organisation when there is one."""
        day, named = localdate(session.starts_at), self.organisation(values)
        held = [p for p in self.posts.get(person.pk, []) if p.starts_on <= day and (not p.ends_on or p.ends_on > day)]
        return next((post for post in held if named is None or post.organisation_id == named.pk), None)

    def organisation(self, values: Values) -> Organisation | None:
        return self.organisations.find(values["organisation"]) if values.get("organisation") else None


class EnrolmentImport(ImportKind):
    """A person and a session make one live enrolment. The state and the date count in historical mode only."""

    kind = "enrolments"
    label = gettext_lazy("Enrolments")
    lines = EnrolmentLines
    roles = frozenset({Role.TRAINING_LEAD})
    key = ("session", "email", "given_name", "family_name")
    order = 53

    def prepare(self, lines: Sequence[Values]) -> Known:
        codes = {values["session"] for values in lines}
        rows = Session.objects.filter(code__in=codes).select_related("activity__programme", "pool")
        sessions = {session.code: session for session in rows}
        people = PeopleBook.load(values["email"] for values in lines)
        enrolments = Enrolment.objects.filter(session__in=sessions.values()).order_by("pk")
        posts: dict[int, list[Affiliation]] = {}
        for post in Affiliation.objects.select_related("organisation").order_by("starts_on", "pk"):
            posts.setdefault(post.person_id, []).append(post)
        found = enrolments.values_list("session_id", "person_id", "state")
        return Known(sessions, people, OrganisationBook.load(), posts, {(s, p): state for s, p, state in found})

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:
        session, person = known.sessions.get(values["session"]), known.person(values)
        if session is None:
            return refused(_("The session “%(code)s” is unknown.") % {"code": values["session"]})
        if person is None:
            return refused(_("Nobody in the register has the address %(email)s.") % {"email": values["email"]})
        if values.get("organisation") and known.organisation(values) is None:
            return refused(_("The organisation “%(name)s” is unknown.") % {"name": values["organisation"]})
        if session.historical and not historical:
            return refused(_("This session is of the past: import its enrolments in historical mode."))
        return _beside(known.enrolled.get((session.pk, person.pk)), values, historical=historical)

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:
        session, person = known.sessions[values["session"]], known.person(values)
        if person is None:
            raise LookupError(values["email"])
        if historical:
            made = _record(session, person, values, known, by=by, at=at)
        else:
            made = enrol(session=session, person=person, by=by, at=at, accepted=True)
        known.enrolled[session.pk, person.pk] = made.state


def _record(session: Session, person: User, values: Values, known: Known, *, by: Actor, at: datetime) -> Enrolment:
    post = known.post(person, values, session)
    return record_enrolment(
        session=session,
        person=person,
        state=values.get("state", EnrolmentState.CONFIRMED),
        organisation=post.organisation if post else known.organisation(values),
        role=values.get("role") or (post.role if post else ""),
        created_at=values.get("created_at") or session.starts_at - BEFORE,
        by=by,
        at=at,
    )


def _beside(state: str | None, values: Values, *, historical: bool) -> Outcome:
    """The verdict beside the latest enrolment of this person in this session, which is in `state`."""
    wanted = values.get("state", EnrolmentState.CONFIRMED) if historical else EnrolmentState.CONFIRMED
    if state is None or (state == EnrolmentState.CANCELLED and wanted != EnrolmentState.CANCELLED):
        return Outcome(Verdict.NEW)
    if historical and state != wanted:
        return refused(_("This person is in this session already, in another state."))
    return Outcome(Verdict.SAME)
