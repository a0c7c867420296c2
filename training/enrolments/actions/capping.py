"""Seats counted twice: in the session, and for the organisation that may have so many of them. Callers lock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from registrations.organisations.models import Organisation
from registrations.seats.actions import (
    Holder,
    add_seats,
    change_queue,
    empty_pool,
    keep_everywhere,
    leave_queue,
    lock_pools,
    open_pool,
    release_everywhere,
)
from registrations.seats.rules import Limit
from training.catalogue.models import Programme
from training.enrolments.models import Enrolment, OrganisationCap
from training.enrolments.queries import (
    Caps,
    as_limits,
    cap_rows,
    caps_of_session,
    limits_in_line,
    pools_counting,
)
from training.enrolments.rules import HOLDING
from training.sessions.models import Session


def limits_for(session: Session, organisation: Organisation | None) -> tuple[Limit, ...]:
    """The caps in force for an organisation, made if nobody of it came before: call it before the first lock."""
    caps = Caps.of(session)
    if organisation is None or not caps.hold:
        return ()
    rows = cap_rows(session, organisation)
    if len(rows) < 1 + (caps.in_programme is not None):
        _make(session, organisation, caps)
        rows = cap_rows(session, organisation)
    return as_limits(rows, caps)


def lock_line(session: Session, *, organisation: int | None = None) -> Mapping[int, tuple[Limit, ...]]:
    """Lock the session's pool and those of the organisations of which somebody waits; their limits."""
    limits = limits_in_line(session, organisation=organisation)
    lock_pools(sorted({session.pool_id, *(limit.pool_id for those in limits.values() for limit in those)}))
    return limits


def pools_in_line(session: Session, *, organisation: int | None = None) -> set[int]:
    """The session's pool and those of the organisations of which somebody waits, or the one named has a seat."""
    limits = limits_in_line(session, organisation=organisation)
    return {session.pool_id, *(limit.pool_id for those in limits.values() for limit in those)}


def count_in_caps(enrolment: Enrolment) -> None:
    """A seat that the team gave past the caps counts in them all the same: the next of the organisation waits."""
    if enrolment.state not in COUNTED:
        return
    held = Holder.of(enrolment)
    for row in cap_rows(enrolment.session, enrolment.organisation) if enrolment.organisation else ():
        if not row.pool.claims.filter(holder_kind=held.kind, holder_uuid=held.uuid, released_at=None).exists():
            add_seats(row.pool_id, holder=held)


def recount_caps(rows: "QuerySet[OrganisationCap]") -> int:
    """Count who came while no cap was in force, and was counted nowhere; the number of seats."""
    found = 0
    lock_pools(sorted(row.pool_id for row in rows))
    for row in rows:
        for uuid in _uncounted(row):
            add_seats(row.pool_id, holder=Holder(KIND, uuid))
            found += 1
    return found


def _uncounted(row: OrganisationCap) -> list[UUID]:
    scope = {"session": row.session_id} if row.session_id else {"session__activity__programme": row.programme_id}
    seated = Enrolment.objects.filter(organisation=row.organisation_id, state__in=COUNTED, historical=False, **scope)
    live = row.pool.claims.filter(holder_kind=KIND, released_at=None)
    return list(seated.exclude(uuid__in=live.values("holder_uuid")).values_list("uuid", flat=True))


def recount_programme(programme: Programme, _at: datetime) -> None:
    """The caps of a programme changed: each counts all that it should."""
    scope = Q(programme=programme) | Q(session__activity__programme=programme)
    recount_caps(OrganisationCap.objects.filter(scope).select_related("pool"))


def keep_seat(enrolment: Enrolment, *, until: datetime | None = None) -> bool:
    """The seat is theirs for good (or `until` then), wherever it is counted; False when a hold of it has ended."""
    return keep_everywhere(pools_counting(enrolment), holder=Holder.of(enrolment), until=until)


def release_seat(enrolment: Enrolment, *, at: datetime) -> None:
    """Give the seat back wherever it is counted."""
    release_everywhere(pools_counting(enrolment), holder=Holder.of(enrolment), at=at)


def leave_line(enrolment: Enrolment) -> None:
    """They wait no more."""
    if enrolment.queue_id is not None:
        leave_queue(enrolment.queue_id)


def wait_for_cap(session: Session, organisation: int, limits: tuple[Limit, ...]) -> None:
    """Those of the organisation who wait for any seat wait for one of its own: they hold up nobody else."""
    rows = Enrolment.objects.filter(session=session, organisation=organisation, queue=session.pool_id)
    own = limits[0].pool_id
    change_queue(session.pool_id, own, count=rows.update(queue=own))


def lock_caps(session: Session) -> list[OrganisationCap]:
    """All that count seats of this session, locked with its pool."""
    rows = caps_of_session(session)
    lock_pools(sorted({session.pool_id, *(row.pool_id for row in rows)}))
    return rows


def empty_caps(rows: Sequence[OrganisationCap], gone: Sequence[Enrolment], *, at: datetime) -> None:
    """The session is cancelled: give back what its people had of the caps."""
    for row in rows:
        if row.session_id:
            empty_pool(row.pool_id, at=at)
        else:
            for enrolment in gone:
                if enrolment.organisation_id == row.organisation_id:
                    release_everywhere([row.pool_id], holder=Holder.of(enrolment), at=at)


def _make(session: Session, organisation: Organisation, caps: Caps) -> None:
    """What is missing; of two who come at once, one makes it and the other reads it."""
    scopes: list[dict[str, Session | Programme | None]] = [{"session": session}]
    if caps.in_programme is not None:
        scopes.append({"programme": session.activity.programme})
    for scope in scopes:
        if not OrganisationCap.objects.filter(organisation=organisation, **scope).exists():
            _make_one(scope, organisation)


def _make_one(scope: dict[str, Session | Programme | None], organisation: Organisation) -> None:
    pool = open_pool(capacity=None)
    OrganisationCap.objects.bulk_create(
        [OrganisationCap(organisation=organisation, pool=pool, **scope)], ignore_conflicts=True
    )
    if not OrganisationCap.objects.filter(pool=pool).exists():
        pool.delete()
        return
    # A cap that is set once people are in counts them, too.
    recount_caps(OrganisationCap.objects.filter(pool=pool).select_related("pool"))


KIND = Enrolment._meta.label_lower
COUNTED = (*HOLDING, "attended", "absent")
