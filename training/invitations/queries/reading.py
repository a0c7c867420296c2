"""Reading invitations: whose a link is, whether somebody is invited, how a session stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.people.models import User
from registrations.people.queries import hashed
from training.catalogue.rules import may_manage_training
from training.invitations.errors import UnknownInvitation
from training.invitations.models import EXPIRED, Invitation
from training.invitations.rules import KEPT_AFTER, LONGEST_SECRET, UNDECIDED, InvitationState, secret_of
from training.sessions.models import Session
from training.sessions.rules import SessionState, Visibility

WITH_SESSION = ("session__activity__programme", "session__pool", "person", "organisation", "group", "round")


def invitation_of(secret: str) -> Invitation:
    """The invitation of a link, withdrawn ones too. Raises `UnknownInvitation`, also for who was erased or merged."""
    found = None
    if len(secret) <= LONGEST_SECRET and secret.isascii():
        found = Invitation.objects.select_related(*WITH_SESSION).filter(hash=hashed(secret)).first()
    if found is None or found.forgotten_at or (found.person and not found.person.is_active):
        raise UnknownInvitation()
    return found


def link_of(invitation: Invitation) -> str | None:
    """The absolute address of its link, or None when no key of the site makes its secret any more."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        secret = secret_of(invitation.uuid, invitation.turn, key)
        if hashed(secret) == invitation.hash:
            return f"{settings.SITE_URL}{reverse('training_answers:link', args=[secret])}"
    return None


def new_hash(uuid: UUID, turn: int) -> str:
    """What is kept of the link of that turn."""
    return hashed(secret_of(uuid, turn, settings.SECRET_KEY))


def standing_of(session: Session, person: User | None) -> Invitation | None:
    """This person's invitation to this session, unless it was withdrawn."""
    if person is None or session.visibility != Visibility.INVITATION:
        return None
    return Invitation.objects.standing().filter(session=session, person=person).first()


def my_invitation(uuid: UUID, *, by: Actor) -> Invitation:
    """One's own invitation, unless it was withdrawn. Raises `NotFound`."""
    found = invitations_of(by.person).filter(uuid=uuid).first() if by.person else None
    if found is None:
        raise NotFound()
    return found


def invitations_of(person: User) -> QuerySet[Invitation]:
    """A person's standing invitations, the next session first."""
    rows = Invitation.objects.standing().filter(person=person).exclude(session__state=SessionState.DRAFT)
    rows = rows.filter(session__visibility=Visibility.INVITATION).select_related(*WITH_SESSION)
    return rows.prefetch_related("session__meetings").order_by("session__starts_at", "pk")


def to_answer(person: User, *, at: datetime) -> list[Invitation]:
    """What waits for a person's answer, the soonest due first: their home shows it."""
    rows = invitations_of(person).undecided(at=at)  # type: ignore[attr-defined]  # the queryset's own
    coming = rows.filter(session__state=SessionState.PUBLISHED, session__starts_at__gt=at)
    return list(coming.order_by("answer_by", "pk"))


def to_remind(*, at: datetime, at_most: int) -> list[Invitation]:
    """Those who have not answered, nor taken a seat without answering, and whose reminder is due."""
    due = Invitation.objects.undecided(at=at).filter(remind_at__lte=at, reminded_at=None)
    seats = User.objects.filter(pk=OuterRef("person"), **seat_in(OuterRef("session")))
    due = due.exclude(Exists(seats))
    due = due.filter(session__state=SessionState.PUBLISHED, session__starts_at__gt=at)
    return list(due.select_related("person", "session").order_by("remind_at", "pk")[:at_most])


def has_seat(invitation: Invitation) -> bool:
    """Whether its person has a place in the session, be it one that they took without answering."""
    person = invitation.person
    return person is not None and User.objects.filter(pk=person.pk, **seat_in(invitation.session)).exists()


def seat_in(session: Session | OuterRef) -> dict[str, Any]:
    """What a person who has a place in the session answers to; enrolments are of the feature above."""
    return {"enrolments__session": session, "enrolments__cancelled_at": None}


@dataclass(frozen=True, slots=True)
class Tally:
    """How the invitations of a session stand. `seated` have a seat, `in_line` wait for one or were offered one."""

    invited: int
    yes: int
    no: int
    maybe: int
    silent: int
    expired: int
    revoked: int
    seated: int
    in_line: int
    guests: int


def tally(session: Session, *, at: datetime) -> Tally:
    """The numbers, in two statements."""
    rows = list(Invitation.objects.filter(session=session).only("state", "answer_by", "person_id", "session_id"))
    states = Counter(row.state_at(at) for row in rows)
    live = [row for row in rows if row.state != InvitationState.REVOKED]
    people = {row.person_id for row in live if row.person_id}
    places = _places(session)
    line = sum(places.get(pk) in IN_LINE for pk in people)
    return Tally(
        invited=len(live),
        yes=states[InvitationState.YES],
        no=states[InvitationState.NO],
        maybe=states[InvitationState.MAYBE],
        silent=states[InvitationState.INVITED],
        expired=states[EXPIRED],
        revoked=states[InvitationState.REVOKED],
        seated=sum(pk in places for pk in people) - line,
        in_line=line,
        guests=sum(row.person_id is None for row in live),
    )


IN_LINE = frozenset({"waitlisted", "offered"})


def _places(session: Session) -> dict[int, str]:
    """By person, the state of their place in the session."""
    rows = User.objects.filter(**seat_in(session)).values_list("pk", "enrolments__state")
    return dict(rows)


def places_of(invitations: Sequence[Invitation]) -> dict[int, str]:
    """By invitation, the state of its person's place in the session: one statement."""
    by_pair = {(row.session_id, row.person_id): row.pk for row in invitations if row.person_id}
    people, sessions = {pair[1] for pair in by_pair}, {pair[0] for pair in by_pair}
    rows = User.objects.filter(pk__in=people, enrolments__session__in=sessions, enrolments__cancelled_at=None)
    found = rows.values_list("enrolments__session", "pk", "enrolments__state")
    return {by_pair[session, pk]: state for session, pk, state in found if (session, pk) in by_pair}


def session_to_invite(uuid: int, *, by: Actor) -> Session:
    """A session whose invitations this member of the team may keep. Raises `NotFound`."""
    found = Session.objects.select_related("activity", "pool").filter(pk=uuid).first()
    if found is None or not may_manage_training(by):
        raise NotFound()
    return found


def forgettable(on: date) -> "QuerySet[Invitation]":
    """Guests who never took a seat, a month after the session."""
    return Invitation.objects.exclude(address="").filter(person=None, session__ends_at__date__lt=on - KEPT_AFTER)


def an_invitation(*states: str) -> UUID | None:
    """The latest: what the team's previews speak of."""
    rows = Invitation.objects.filter(Q(state__in=states or UNDECIDED), forgotten_at=None)
    return rows.order_by("-pk").values_list("uuid", flat=True).first()
