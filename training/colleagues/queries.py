"""Whom a registrar may register, in what, and what would become of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.actors import Actor
from registrations.errors import DomainError, NotFound
from registrations.memberships.queries import standing
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Tile
from registrations.people.models import User
from registrations.people.queries import PeopleBook
from registrations.staff.queries import staff_of
from training.catalogue.models import Programme
from training.colleagues.models import ColleagueBatch, ColleagueCell
from training.colleagues.rules import CellState, Named, Verdict
from training.enrolments.errors import AlreadyEnrolled, Overlapping, PaidSession
from training.enrolments.models import Enrolment
from training.enrolments.queries import (
    WITH_SESSION,
    Caps,
    as_limits,
    cap_rows,
    check_eligible,
    check_prepared,
    check_window,
)
from training.enrolments.rules import HOLDING
from training.sessions.models import Meeting, Session


@dataclass(frozen=True, slots=True)
class Wish:
    """One person in one session: of the staff, or named by an address."""

    session: Session
    person: User | None = None
    named: Named | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A wish with its verdict, and why when it cannot be."""

    wish: Wish
    verdict: Verdict
    reason: str = ""


def staff_to_register(organisation: Organisation, *, at: datetime) -> list[User]:
    """The live staff, by name."""
    posts = staff_of(organisation, on=localdate(at)).select_related("person")
    people = {post.person_id: post.person for post in posts}
    return sorted(people.values(), key=lambda person: (person.family_name, person.given_name, person.pk))


def staff_users(organisation: Organisation, *, at: datetime) -> QuerySet[User]:
    """The same, to choose one from."""
    staff = staff_of(organisation, on=localdate(at)).values("person")
    return User.objects.filter(pk__in=staff).order_by("family_name", "given_name", "pk")


def sessions_to_choose(*, at: datetime) -> QuerySet[Session]:
    """Those of which the registration is open, by date."""
    rows = Session.objects.listed(at=at).open(at=at).filter(starts_at__gt=at)
    return rows.select_related("activity__programme", "pool").order_by("starts_at", "pk")


def batch_of(organisation: Organisation, uuid: UUID) -> ColleagueBatch:
    """One of this organisation's lists. Raises `NotFound`."""
    found = ColleagueBatch.objects.select_related("organisation").filter(organisation=organisation, uuid=uuid).first()
    if found is None:
        raise NotFound()
    return found


def cells_of(batch: ColleagueBatch) -> QuerySet[ColleagueCell]:
    """All of a list, session by session."""
    rows = batch.cells.select_related("session__activity", "person", "enrolment")
    return rows.order_by("session__starts_at", "session", "pk")


def registered_by_session(organisation: Organisation, *, at: datetime) -> list[Enrolment]:
    """Who has a place under this organisation in the sessions that are not over, session by session."""
    rows = Enrolment.objects.live().filter(organisation=organisation, session__ends_at__gt=at)
    rows = rows.select_related("session__activity", "person", "line__order")
    return list(rows.order_by("session__starts_at", "session", "person__family_name", "person__given_name", "pk"))


def seat_of(organisation: Organisation, uuid: UUID) -> Enrolment:
    """One registration made under this organisation. Raises `NotFound`."""
    rows = Enrolment.objects.select_related(*WITH_SESSION, "follows__person").filter(
        organisation=organisation, uuid=uuid
    )
    if (found := rows.first()) is None:
        raise NotFound()
    return found


def programmes_with_terms(batch: ColleagueBatch) -> list[Programme]:
    """Those whose terms the people to be registered must accept."""
    waiting = batch.cells.filter(state=CellState.WAITING).values("session__activity__programme")
    return list(Programme.objects.filter(pk__in=waiting).exclude(terms="").order_by("title"))


def counts_of(batch: ColleagueBatch) -> dict[str, int]:
    """How many cells there are, and how many in each state."""
    states = {str(state): Count("pk", filter=Q(state=state)) for state in CellState}
    return batch.cells.aggregate(total=Count("pk"), **states)


def known_people(organisation: Organisation, people: Sequence[Named], *, at: datetime) -> dict[str, User]:
    """By address: who of the list is on the staff already. Nothing is said of anybody else."""
    book = PeopleBook.load(each.email for each in people)
    staff = {person.pk for person in staff_to_register(organisation, at=at)}
    owners = {each.email: book.owner(each.email) for each in people}
    return {email: owner for email, owner in owners.items() if owner and owner.pk in staff}


class Judge:
    """Says what would become of each wish, in their order, as if the ones before were granted."""

    def __init__(self, organisation: Organisation, wishes: Sequence[Wish], *, by: Actor, at: datetime) -> None:
        self.organisation, self.by, self.at = organisation, by, at
        sessions = {wish.session.pk: wish.session for wish in wishes}
        people = {wish.person.pk for wish in wishes if wish.person}
        live = Enrolment.objects.live().filter(person__in=people)
        self.enrolled = set(live.filter(session__in=sessions).values_list("session", "person"))
        self.meetings = defaultdict(list)
        for meeting in Meeting.objects.filter(session__in=sessions):
            self.meetings[meeting.session_id].append(meeting)
        self.busy = _busy(people, at=at)
        self.left = {pk: session.pool.available for pk, session in sessions.items()}
        self.caps = {pk: self._cap(session) for pk, session in sessions.items()}
        self.in_programme = {key: room for caps in self.caps.values() for key, room in caps.items() if key}

    def _cap(self, session: Session) -> dict[int, int | None]:
        """Seats left for the organisation: by programme, and (0) in the session itself."""
        caps, rows = Caps.of(session), cap_rows(session, self.organisation)
        programme = session.activity.programme_id or 0
        left: dict[int, int | None] = {0: caps.here}
        if caps.in_programme is not None:
            left[programme] = caps.in_programme
        taken = {row.pool_id: row for row in rows}
        for limit in as_limits(rows, caps):
            row = taken[limit.pool_id]
            if limit.capacity is not None:
                left[programme if row.programme_id else 0] = max(0, limit.capacity - row.pool.taken)
        return left

    def judge(self, wish: Wish) -> Judged:
        """The verdict on one wish."""
        try:
            self._expect_possible(wish)
        except AlreadyEnrolled as refusal:
            return Judged(wish, Verdict.ALREADY, str(refusal))
        except Overlapping as refusal:
            return Judged(wish, Verdict.CLASH, str(refusal))
        except PaidSession as refusal:
            return Judged(wish, Verdict.PAID, str(refusal))
        except DomainError as refusal:
            return Judged(wish, Verdict.REFUSED, str(refusal))
        if wish.person is None and wish.named and not wish.named.family_name:
            return Judged(wish, Verdict.NAMELESS)
        return Judged(wish, self._seat(wish))

    def _expect_possible(self, wish: Wish) -> None:
        session, person = wish.session, wish.person
        check_window(session, at=self.at)
        if session.price_cents:
            raise PaidSession()
        if person is None:
            return
        if (session.pk, person.pk) in self.enrolled:
            raise AlreadyEnrolled()
        check_eligible(session, standing(person, on=localdate(self.at)))
        check_prepared(session, person)
        ours = self.meetings[session.pk]
        for other in self.busy[person.pk]:
            if any(one.starts_at < other.ends_at and other.starts_at < one.ends_at for one in ours):
                raise Overlapping(title=other.session.activity.title)

    def _seat(self, wish: Wish) -> Verdict:
        """Count the seat, so that the next wish finds one less."""
        key = wish.session.pk
        programme = wish.session.activity.programme_id or 0
        here, whole = self.caps[key].get(0), self.in_programme.get(programme) if programme in self.caps[key] else None
        if wish.person:
            self.enrolled.add((key, wish.person.pk))
        if here == 0 or whole == 0:
            return Verdict.OVER_CAP
        if (left := self.left[key]) == 0:
            return Verdict.WAITS
        self.left[key] = None if left is None else left - 1
        if here is not None:
            self.caps[key][0] = here - 1
        if whole is not None:
            self.in_programme[programme] = whole - 1
        if wish.person:
            for meeting in self.meetings[key]:
                meeting.session = wish.session
                self.busy[wish.person.pk].append(meeting)
        return Verdict.OK if wish.person else Verdict.INVITED


def _busy(people: Iterable[int], *, at: datetime) -> dict[int, list[Meeting]]:
    """By person: the meetings to come of the sessions where they have a seat."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    seated = Enrolment.objects.filter(person__in=people, state__in=HOLDING, session__ends_at__gt=at)
    for row in seated.select_related("session__activity").prefetch_related("session__meetings"):
        found[row.person_id].extend(row.session.meetings.all())
    return found


def registrations_tile(organisation: Organisation, by: Actor, at: datetime) -> Tile:  # noqa: ARG001 - a tile maker's signature
    """How many sessions are open, and how many of its people have a seat to come."""
    seated = Enrolment.objects.filter(organisation=organisation, state__in=HOLDING, session__starts_at__gt=at)
    people, sessions = seated.values("person").distinct().count(), sessions_to_choose(at=at).count()
    return Tile(
        _("Register colleagues"),
        reverse("training_colleagues:choose", args=[organisation.slug]),
        order=60,
        icon="calendar-plus",
        facts=(
            ngettext("%(n)s session open", "%(n)s sessions open", sessions) % {"n": sessions},
            ngettext("%(n)s colleague with a seat", "%(n)s colleagues with a seat", people) % {"n": people},
        ),
    )
