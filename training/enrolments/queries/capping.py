"""The caps that hold for an organisation in a session: which are in force, and the pools that count them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from registrations.organisations.models import Organisation
from registrations.prepared import prepared
from registrations.seats.models import SeatPool
from registrations.seats.rules import Limit
from training.enrolments.models import Enrolment, OrganisationCap
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Session

NO_PROGRAMME = 0


@dataclass(frozen=True, slots=True)
class Caps:
    """What a session lets each organisation have: here, and in the whole programme. None is no cap."""

    here: int | None
    in_programme: int | None

    @classmethod
    def of(cls, session: Session) -> "Caps":
        programme = session.activity.programme
        if programme is None:
            return cls(session.cap_per_organisation, None)
        own = session.cap_per_organisation
        return cls(programme.cap_per_organisation if own is None else own, programme.cap_in_programme)

    @property
    def hold(self) -> bool:
        """Whether anybody can be over one of them."""
        return self.here is not None or self.in_programme is not None


def cap_rows(session: Session, organisation: Organisation) -> list[OrganisationCap]:
    """The pools that count this organisation's seats, in the session and in its programme."""
    return _rows(session.pk, session.activity.programme_id or NO_PROGRAMME, organisation.pk)


@prepared
def _rows(session: int, programme: int, organisation: int) -> QuerySet[OrganisationCap]:
    return OrganisationCap.objects.filter(Q(session=session) | Q(programme=programme), organisation=organisation)


def caps_of_session(session: Session) -> list[OrganisationCap]:
    """All caps that count seats of this session, of all organisations."""
    here = OrganisationCap.objects.filter(session=session)
    if session.activity.programme_id is None:
        return list(here)
    of_programme = OrganisationCap.objects.filter(programme=session.activity.programme_id)
    return [*here, *of_programme.filter(organisation__in=here.values("organisation"))]


def as_limits(rows: list[OrganisationCap], caps: Caps) -> tuple[Limit, ...]:
    """Those of one organisation, the session's first: its queue is where they wait."""
    ordered = sorted(rows, key=lambda row: row.session_id is None)
    return tuple(Limit(row.pool_id, caps.here if row.session_id else caps.in_programme) for row in ordered)


def pools_counting(enrolment: Enrolment) -> list[int]:
    """The session's pool and those of the caps that count this seat, in the order of locks."""
    session, organisation = enrolment.session, enrolment.organisation_id
    rows = _rows(session.pk, session.activity.programme_id or NO_PROGRAMME, organisation) if organisation else []
    return sorted({session.pool_id, *(row.pool_id for row in rows)})


def limits_in_line(session: Session, *, organisation: int | None = None) -> Mapping[int, tuple[Limit, ...]]:
    """By organisation, for those of which somebody waits for this session and for the one named."""
    rows = _rows_in_line(session.pk, session.activity.programme_id or NO_PROGRAMME, organisation or 0)
    if not rows:
        return {}
    caps, found = Caps.of(session), defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(row)
    return {key: as_limits(theirs, caps) for key, theirs in found.items()}


@prepared
def _rows_in_line(session: int, programme: int, organisation: int) -> QuerySet[OrganisationCap]:
    waiting = Enrolment.objects.filter(session=session, state=EnrolmentState.WAITLISTED, organisation__isnull=False)
    concerned = Q(organisation=organisation) | Q(organisation__in=waiting.values("organisation"))
    return OrganisationCap.objects.filter(Q(session=session) | Q(programme=programme), concerned)


def cap_reached(session: Session, organisation: Organisation | None) -> bool:
    """Whether the next person of this organisation would wait for one of its own seats, though others are left."""
    caps = Caps.of(session)
    if organisation is None or not caps.hold:
        return False
    limits = {limit.pool_id: limit.capacity for limit in as_limits(cap_rows(session, organisation), caps)}
    pools = SeatPool.objects.filter(pk__in=limits)
    return 0 in (caps.here, caps.in_programme) or any(_is_reached(pool, limits[pool.pk]) for pool in pools)


def _is_reached(pool: SeatPool, capacity: int | None) -> bool:
    return bool(pool.waiting) or (capacity is not None and pool.taken >= capacity)
