"""Reading enrolments."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.calendars.rules import CANCELLED_FOR, KEPT_AFTER
from registrations.errors import NotFound
from registrations.memberships.queries import people_managed_by
from registrations.orders.models import OrderState
from registrations.organisations.models import Affiliation
from registrations.people.models import User
from registrations.prepared import prepared
from registrations.seats.models import SeatPool
from training.enrolments.models import Enrolment, OrganisationCap
from training.enrolments.rules import HOLDING, EnrolmentState, decline_secret, may_act_for
from training.sessions.models import Meeting, Session
from training.sessions.rules import SessionState

WITH_SESSION = ("session__activity__programme", "session__pool", "organisation", "person", "line__order")


def clashing_meeting(session: Session, person: User) -> Meeting | None:
    """A meeting of another session where this person has a seat at the same time."""
    return next(iter(_clashing(session.pk, person.pk)), None)


@prepared
def _clashing(session: int, person: int) -> QuerySet[Meeting]:
    ours = Meeting.objects.filter(session=session, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    seated = Meeting.objects.filter(session__enrolments__person=person, session__enrolments__state__in=HOLDING)
    clashing = seated.exclude(session=session).filter(Exists(ours)).select_related("session__activity")
    return clashing.order_by("starts_at", "pk")[:1]


def enrolment_for(uuid: UUID, *, by: Actor, at: datetime) -> Enrolment:
    """One enrolment, for its person, their registrar or the team. Raises `NotFound` for all others."""
    found = Enrolment.objects.select_related(*WITH_SESSION).filter(uuid=uuid).first()
    if found is None:
        raise NotFound()
    alone = may_act_for(by, found.person_id, managed=frozenset())
    if not alone and not may_act_for(by, found.person_id, managed=people_managed_by(by, on=localdate(at))):
        raise NotFound()
    return found


def enrolment_to_decline(uuid: UUID, secret: str) -> Enrolment:
    """The registration whose link this is. Raises `NotFound`."""
    if not constant_time_compare(secret, decline_secret(uuid, settings.SECRET_KEY)):
        raise NotFound()
    found = Enrolment.objects.select_related(*WITH_SESSION, "registered_by").filter(uuid=uuid).first()
    if found is None or not found.person.is_active:
        raise NotFound()
    return found


def enrolments_of(person: User) -> QuerySet[Enrolment]:
    """A person's enrolments, the latest session first."""
    rows = Enrolment.objects.filter(person=person).select_related(*WITH_SESSION)
    return rows.prefetch_related("session__meetings").order_by("-session__starts_at", "-pk")


def sessions_to_move_to(enrolment: Enrolment, *, at: datetime) -> QuerySet[Session]:
    """The other sessions of the activity that are open, by date: those that anybody may see, at the same price."""
    here = enrolment.session
    rows = Session.objects.listed(at=at).open(at=at).filter(activity=here.activity_id, starts_at__gt=at)
    rows = rows.filter(price_cents=here.price_cents, member_price_cents=here.member_price_cents).exclude(pk=here.pk)
    taken = Enrolment.objects.live().filter(person=enrolment.person_id).values("session")
    return rows.exclude(pk__in=taken).select_related("activity__programme", "pool").order_by("starts_at", "pk")


def enrolments_in_feed(person: User, *, at: datetime) -> QuerySet[Enrolment]:
    """What one's calendar feed holds: seats that are not over since long, and what was cancelled lately."""
    seated = Q(state__in=(EnrolmentState.CONFIRMED, EnrolmentState.ATTENDED, EnrolmentState.ABSENT))
    gone = Q(state=EnrolmentState.CANCELLED, cancelled_at__gt=at - CANCELLED_FOR)
    rows = Enrolment.objects.filter(seated | gone, person=person, session__ends_at__gt=at - KEPT_AFTER)
    rows = rows.filter(historical=False).exclude(session__state=SessionState.DRAFT)
    return rows.select_related("session__activity", "person").prefetch_related("session__meetings").order_by("pk")


def live_enrolment(session: Session, person: User) -> Enrolment | None:
    """The person's place in this session, if they have one."""
    return (
        Enrolment.objects.live()
        .filter(session=session, person=person)
        .select_related("organisation", "line__order")
        .first()
    )


def place_in_line(enrolment: Enrolment) -> int:
    """1 is the next to be offered a seat."""
    before = Enrolment.objects.filter(session=enrolment.session_id, state=EnrolmentState.WAITLISTED)
    return before.filter(pk__lt=enrolment.pk).count() + 1


def ended_offers(*, at: datetime, at_most: int) -> list[Enrolment]:
    """Offers that nobody answered in time."""
    ended = Enrolment.objects.filter(state=EnrolmentState.OFFERED, offer_ends_at__lte=at)
    return list(ended.select_related("session", "person").order_by("offer_ends_at")[:at_most])


def ended_reserves(*, at: datetime, at_most: int) -> list[Enrolment]:
    """Seats that waited in vain for somebody to say that their person works there."""
    ended = Enrolment.objects.filter(state=EnrolmentState.RESERVED, reserved_until__lte=at)
    return list(ended.select_related("session__activity__programme", "person").order_by("reserved_until")[:at_most])


def lines_to_move(*, at: datetime, at_most: int) -> list[Session]:
    """Sessions with a seat, of which somebody waits for a cap that has room again: the team raised it, or a seat of
    their organisation was freed elsewhere in the programme."""
    room = Q(capacity=None) | Q(taken__lt=F("capacity"))
    full = OrganisationCap.objects.filter(
        programme=OuterRef("session__activity__programme"), organisation=OuterRef("organisation")
    )
    full = full.filter(pool__taken__gte=F("programme__cap_in_programme"))
    each = Coalesce("session__cap_per_organisation", "session__activity__programme__cap_per_organisation")
    waiting = Enrolment.objects.filter(queue__isnull=False, session__starts_at__gt=at).exclude(queue=F("session__pool"))
    waiting = waiting.alias(each=each).filter(Q(each=None) | Q(queue__taken__lt=F("each"))).filter(~Exists(full))
    with_room = SeatPool.objects.filter(room, closed=False)
    found = Session.objects.filter(pk__in=waiting.filter(session__pool__in=with_room).values("session"))
    return list(found.select_related("activity__programme").order_by("pk")[:at_most])


def orders_called_off(*, at_most: int) -> list[int]:
    """Orders whose payment is still awaited for a session that the team cancelled."""
    gone = Enrolment.objects.filter(session__state=SessionState.CANCELLED, line__order__on_account=False)
    rows = gone.filter(line__order__state=OrderState.PLACED).values_list("line__order", flat=True)
    return list(rows.order_by("line__order").distinct()[:at_most])


def post_to_answer(enrolment: Enrolment) -> UUID | None:
    """The live post for which a registrar is to vouch."""
    posts = Affiliation.objects.filter(person=enrolment.person_id, organisation=enrolment.organisation_id, ends_on=None)
    return posts.filter(verified_at=None).values_list("uuid", flat=True).first()


def people_in_line() -> dict[int, int]:
    """By pool: how many wait, for the proof of the counters."""
    waiting = Enrolment.objects.filter(queue__isnull=False).order_by()
    return dict(waiting.values_list("queue").annotate(people=Count("pk")))


def an_enrolment(state: str) -> UUID | None:
    """The latest in a state: what the team's previews of the mails speak of."""
    return Enrolment.objects.filter(state=state).order_by("-pk").values_list("uuid", flat=True).first()


def waiting_for(person: User, *, at: datetime) -> list[Enrolment]:
    """What the person's home shows: offers to answer, by their end, then the seats to come, by their start."""
    rows = Enrolment.objects.filter(person=person, session__ends_at__gt=at).select_related(*WITH_SESSION)
    live = rows.filter(state__in=(*HOLDING, EnrolmentState.WAITLISTED))
    return list(live.order_by(F("offer_ends_at").asc(nulls_last=True), "session__starts_at"))


def my_people(by: Actor, *, at: datetime) -> QuerySet[User]:
    """Oneself and the staff of the organisations whose registrar one is; empty when there is nobody else."""
    others = people_managed_by(by, on=localdate(at))
    if by.person is None or not others - {by.person.pk}:
        return User.objects.none()
    return User.objects.filter(pk__in={*others, by.person.pk}, is_active=True)
