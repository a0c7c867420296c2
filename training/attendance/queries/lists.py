"""Who is on the list of a meeting, and which lists somebody may open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.people.models import User
from registrations.people.queries import hashed
from training.attendance.errors import UnknownLink
from training.attendance.models import Attendance, TrainerLink
from training.attendance.rules import ON_THE_LIST, SHOWN_AFTER, SHOWN_BEFORE, secret_of
from training.catalogue.rules import may_manage_training
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Meeting, Session
from training.sessions.rules import SessionState

LONGEST_SECRET = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list; `minutes` is None while nobody noted them."""

    enrolment: Enrolment
    minutes: int | None
    source: str
    missed: int


def list_of(meeting: Meeting) -> list[Line]:
    """The people who have a seat, by family name, with what stands of each: two statements."""
    rows = Enrolment.objects.filter(session=meeting.session_id, state__in=ON_THE_LIST)
    people = rows.select_related("person", "organisation").order_by("person__family_name", "person__given_name", "pk")
    noted = {row.enrolment_id: row for row in Attendance.objects.live().filter(meeting=meeting)}
    return [_line(person, noted.get(person.pk), meeting) for person in people]


def _line(person: Enrolment, noted: Attendance | None, meeting: Meeting) -> Line:
    if noted is None:
        return Line(person, None, "", 0)
    missed = max(0, meeting.minutes - noted.minutes) if noted.minutes else 0
    return Line(person, noted.minutes, noted.get_source_display(), missed)


def progress(lines: Sequence[Line]) -> dict[str, int]:
    """How many are present, are on the list, and are not noted yet."""
    present = sum(bool(line.minutes) for line in lines)
    return {"present": present, "people": len(lines), "left": sum(line.minutes is None for line in lines)}


def session_to_note(uuid: UUID, *, by: Actor) -> Session:
    """A session whose lists this member of the team may keep. Raises `NotFound`."""
    found = _sessions().filter(uuid=uuid).first() if may_manage_training(by) else None
    if found is None:
        raise NotFound()
    return found


def meetings_of(session: Session) -> list[tuple[Meeting, int]]:
    """The meetings of a session, with how many people were present in each."""
    rows = Attendance.objects.live().filter(meeting__session=session, minutes__gt=0).order_by()
    present = Counter(rows.values_list("meeting", flat=True))
    return [(meeting, present[meeting.pk]) for meeting in session.meetings.all()]


def states_of(session: Session) -> Counter[str]:
    """How many enrolments of the list are in each state."""
    rows = Enrolment.objects.filter(session=session, state__in=ON_THE_LIST).order_by()
    return Counter(rows.values_list("state", flat=True))


def link_behind(secret: str, *, at: datetime) -> TrainerLink:
    """The live link of a secret. Raises `UnknownLink`."""
    found = None
    if len(secret) <= LONGEST_SECRET and secret.isascii():
        rows = TrainerLink.objects.select_related("trainer").filter(revoked_at=None, expires_at__gt=at)
        found = rows.filter(hash=hashed(secret)).first()
    if found is None:
        raise UnknownLink()
    return found


def address_of(link: TrainerLink) -> str | None:
    """The absolute address of a link, or None when no key of the site makes its secret any more."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        secret = secret_of(link.uuid, key)
        if hashed(secret) == link.hash:
            return f"{settings.SITE_URL}{reverse('training_attendance:trainer', args=[secret])}"
    return None


def sessions_taught(link: TrainerLink, *, at: datetime) -> "QuerySet[Session]":
    """What a trainer's link shows: their sessions, from some days before to some days after."""
    own = Q(trainers=link.trainer_id) | Q(trainers=None, activity__trainers=link.trainer_id)
    rows = _sessions().filter(own, state=SessionState.PUBLISHED).distinct()
    return rows.filter(starts_at__lte=at + SHOWN_BEFORE, ends_at__gte=at - SHOWN_AFTER).order_by("starts_at", "pk")


def code_taken_now(session: Session, *, at: datetime) -> Meeting | None:
    """The meeting that is on, if its code is shown."""
    rows = session.meetings.select_related("room_code").filter(room_code__isnull=False)
    return next((meeting for meeting in rows if meeting.is_on(at)), None)


def seat_of(session: Session, person: User) -> Enrolment | None:
    """The person's place on the list of this session."""
    return Enrolment.objects.filter(session=session, person=person, state__in=ON_THE_LIST).first()


def to_close(*, at: datetime, at_most: int) -> list[Session]:
    """Sessions that are over and whose attendance is not closed, the oldest first."""
    over = Session.objects.filter(ends_at__lt=at, state=SessionState.PUBLISHED, historical=False)
    rows = over.filter(enrolments__state=EnrolmentState.CONFIRMED).select_related("activity").distinct()
    return list(rows.order_by("ends_at", "pk")[:at_most])


def _sessions() -> "QuerySet[Session]":
    return Session.objects.select_related("activity").prefetch_related("meetings__room_code")
