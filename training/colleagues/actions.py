"""Registering colleagues: check a list, then apply it cell by cell, each through the act of one registration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import DomainError, WrongState
from registrations.journal import actions as journal
from registrations.memberships.queries import organisations_managed_by
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.people.queries import PeopleBook
from registrations.staff.actions import add_colleague, invite
from registrations.states import move
from training.catalogue.rules import may_manage_training
from training.colleagues.errors import AppliedAlready, NameNeeded, NobodyChosen, TooManyChosen, UnknownPerson
from training.colleagues.models import ColleagueBatch, ColleagueCell
from training.colleagues.queries import Judge, Judged, Wish, known_people, programmes_with_terms
from training.colleagues.rules import (
    KEPT_DAYS,
    MOST_PEOPLE,
    MOST_SESSIONS,
    NEXT,
    TAKEN,
    BatchState,
    CellState,
    Named,
    Verdict,
)
from training.enrolments.actions import check_may_replace, enrol, replace_person
from training.enrolments.actions.capping import limits_for
from training.enrolments.errors import NotYourPerson, TermsToAccept
from training.enrolments.models import Enrolment
from training.sessions.models import Session


def wishes_for(
    organisation: Organisation, sessions: Sequence[Session], people: Sequence[Named], *, at: datetime
) -> list[Wish]:
    """Everybody of a pasted list in each of the sessions."""
    known = known_people(organisation, people, at=at)
    return [Wish(session, known.get(one.email), one) for session in sessions for one in people]


def judge_all(organisation: Organisation, wishes: Sequence[Wish], *, by: Actor, at: datetime) -> list[Judged]:
    """A verdict on each wish; nothing is written. Raises `NotYourPerson`, `NobodyChosen`, `TooManyChosen`."""
    _expect_keeper(organisation, by=by, at=at)
    if not wishes:
        raise NobodyChosen()
    people = {wish.person.pk if wish.person else wish.named for wish in wishes}
    if len(people) > MOST_PEOPLE or len({wish.session.pk for wish in wishes}) > MOST_SESSIONS:
        raise TooManyChosen(people=MOST_PEOPLE, sessions=MOST_SESSIONS)
    judge = Judge(organisation, wishes, by=by, at=at)
    return [judge.judge(wish) for wish in wishes]


@transaction.atomic
def check_colleagues(organisation: Organisation, wishes: Sequence[Wish], *, by: Actor, at: datetime) -> ColleagueBatch:
    """Keep the list with a verdict per cell; nothing else is written."""
    judged = judge_all(organisation, wishes, by=by, at=at)
    batch = ColleagueBatch.objects.create(organisation=organisation, by=by.person, created_at=at)
    ColleagueCell.objects.bulk_create(_cell(batch, one) for one in judged)
    return batch


def _cell(batch: ColleagueBatch, judged: Judged) -> ColleagueCell:
    named = judged.wish.named if judged.wish.person is None else None
    return ColleagueCell(
        batch=batch,
        session=judged.wish.session,
        person=judged.wish.person,
        given_name=named.given_name if named else "",
        family_name=named.family_name if named else "",
        email=named.email if named else "",
        verdict=judged.verdict,
        reason=judged.reason[:400],
        state=CellState.WAITING if judged.verdict in TAKEN else CellState.LEFT,
    )


@transaction.atomic
def start_applying(batch: ColleagueBatch, *, by: Actor, at: datetime, accepted: bool = False) -> None:
    """Decide to apply what was checked; `accepted` declares that the people accept the terms of the programmes.

    Raises `AppliedAlready`, `TermsToAccept`.
    """
    _expect_keeper(batch.organisation, by=by, at=at)
    if not accepted and programmes_with_terms(batch):
        raise TermsToAccept()
    try:
        rows = ColleagueBatch.objects.all()
        given = {"by": by.person, "progressed_at": at, "accepted": accepted}
        move(rows, batch.pk, table=NEXT, from_=BatchState.CHECKED, to=BatchState.APPLYING, **given)
    except WrongState as refusal:
        raise AppliedAlready() from refusal
    batch.state, batch.accepted = BatchState.APPLYING, accepted
    journal.log(batch, "training.register_colleagues", by=by, at=at, cells=batch.cells.count())


def apply_cells(batch: ColleagueBatch, *, by: Actor, at: datetime) -> int:
    """Apply every cell that waits, each in its own transaction; done twice, nothing more happens. The number done."""
    done = 0
    for cell in batch.cells.filter(state=CellState.WAITING).select_related(
        "session__activity__programme", "session__pool", "batch"
    ):
        try:
            done += _apply(cell, batch.organisation, by=by, at=at)
        except DomainError as refusal:
            waiting = ColleagueCell.objects.filter(pk=cell.pk, state=CellState.WAITING)
            waiting.update(state=CellState.REFUSED, reason=str(refusal)[:400])
        ColleagueBatch.objects.filter(pk=batch.pk).update(progressed_at=at)
    rows = ColleagueBatch.objects.filter(pk=batch.pk, state=BatchState.APPLYING)
    if not batch.cells.filter(state=CellState.WAITING).exists() and rows.update(state=BatchState.APPLIED):
        batch.state = BatchState.APPLIED
    return done


@transaction.atomic
def _apply(cell: ColleagueCell, organisation: Organisation, *, by: Actor, at: datetime) -> bool:
    """One person in one session; False when another process did it meanwhile."""
    person = register_person(
        cell.person, Named(cell.email, cell.given_name, cell.family_name), organisation, by=by, at=at
    )
    if not ColleagueCell.objects.filter(pk=cell.pk, state=CellState.WAITING).exists():
        return False
    accepted = cell.batch.accepted
    made = enrol(session=cell.session, person=person, by=by, at=at, under=organisation, accepted=accepted)
    waiting = ColleagueCell.objects.filter(pk=cell.pk, state=CellState.WAITING)
    if not waiting.update(state=CellState.DONE, enrolment=made, person=person):
        raise WrongState()
    return True


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of a wish: its verdict, and the registration that was made."""

    judged: Judged
    enrolment: Enrolment | None


@transaction.atomic
def register_all(
    organisation: Organisation, wishes: Sequence[Wish], *, by: Actor, at: datetime, accepted: bool = False
) -> list[Registered]:
    """Several people in one session at once, in one transaction: those who cannot be are said, the others stand."""
    judged = judge_all(organisation, wishes, by=by, at=at)
    for session in {wish.session.pk: wish.session for wish in wishes}.values():
        limits_for(session, organisation)
    met = [_met(one, organisation, by=by, at=at) for one in judged]
    User.objects.lock(*(person.pk for person in met if isinstance(person, User)))
    return [
        _registered(one, person, organisation, accepted=accepted, by=by, at=at)
        for one, person in zip(judged, met, strict=True)
    ]


def _met(one: Judged, organisation: Organisation, *, by: Actor, at: datetime) -> User | DomainError | None:
    """Who it is, added to the staff list if need be; why they cannot be; or None for whom nothing is done."""
    if one.verdict not in TAKEN:
        return None
    try:
        with transaction.atomic():
            return register_person(one.wish.person, one.wish.named or Named(""), organisation, by=by, at=at)
    except DomainError as refusal:
        return refusal


def _registered(
    one: Judged, met: User | DomainError | None, organisation: Organisation, *, accepted: bool, by: Actor, at: datetime
) -> Registered:
    if met is None:
        return Registered(one, None)
    try:
        if isinstance(met, DomainError):
            raise met
        made = enrol(session=one.wish.session, person=met, by=by, at=at, under=organisation, accepted=accepted)
        return Registered(one, made)
    except DomainError as refusal:
        return Registered(Judged(one.wish, Verdict.REFUSED, str(refusal)), None)


def register_person(person: User | None, named: Named, organisation: Organisation, *, by: Actor, at: datetime) -> User:
    """The person of a cell: who is not on the staff list yet is added to it and invited."""
    if person is None:
        person = known_people(organisation, [named], at=at).get(named.email)
    if person is not None:
        return person
    post = add_colleague(
        organisation=organisation,
        given_name=named.given_name,
        family_name=named.family_name,
        email=named.email,
        by=by,
        at=at,
    )
    try:
        with transaction.atomic():
            invite(post, by=by, at=at)
    except DomainError:  # they have an account, or were invited today
        return post.person
    return post.person


@transaction.atomic
def hand_over_to(
    enrolment: Enrolment,
    *,
    person: User | None = None,
    named: Named | None = None,
    by: Actor,
    at: datetime,
    accepted: bool = False,
) -> Enrolment:
    """Give the seat to a colleague: of the staff, or named, then added to the staff list and invited.

    Raises `NameNeeded`, `UnknownPerson`, and what `replace_person` does.
    """
    check_may_replace(enrolment, person=person, by=by, at=at)
    if person is None:
        person = _newcomer(enrolment, named or Named(""), by=by, at=at)
    return replace_person(enrolment, person=person, by=by, at=at, accepted=accepted)


def _newcomer(enrolment: Enrolment, named: Named, *, by: Actor, at: datetime) -> User:
    """Who is known is found without a lock: `replace_person` locks both people, in their order."""
    organisation, owner = enrolment.organisation, PeopleBook.load([named.email]).owner(named.email)
    if may_manage_training(by):
        if owner is None:
            raise UnknownPerson()
        return owner
    if organisation is None:
        raise NotYourPerson()
    if known := known_people(organisation, [named], at=at).get(named.email):
        return known
    if not (named.given_name and named.family_name):
        raise NameNeeded()
    limits_for(enrolment.session, organisation)
    User.objects.lock(enrolment.person_id, *([owner.pk] if owner else []))  # a post is given under their lock
    return register_person(None, named, organisation, by=by, at=at)


@transaction.atomic
def forget_lists(*, at: datetime) -> int:
    """Delete the lists given more than thirty days ago; the registrations stay. The number of lists."""
    old = ColleagueBatch.objects.filter(created_at__lt=at - timedelta(days=KEPT_DAYS))
    return old.delete()[1].get(ColleagueBatch._meta.label, 0)


def _expect_keeper(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    kept = organisations_managed_by(by, on=localdate(at))
    if not may_manage_training(by) and organisation.pk not in {each.pk for each in kept}:
        raise NotYourPerson()
