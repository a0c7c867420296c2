"""Taking, holding, queueing for and releasing seats. Callers hold the transaction; pools are taken in id order.

A caller that first reads who is in line (to promote, to leave the queue) locks the pool before it reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, Model, PositiveIntegerField, Q, QuerySet, When

from registrations.errors import DomainError
from registrations.prepared import Change, add, prepared, prepared_change
from registrations.seats.errors import Closed, SeatsTaken, SoldOut
from registrations.seats.models import SeatClaim, SeatPool
from registrations.seats.rules import Limit, Room


@dataclass(frozen=True, slots=True)
class Holder:
    """What the seats are for: the label of a model and the public identifier of its row."""

    kind: str
    uuid: UUID

    @classmethod
    def of(cls, row: Model) -> "Holder":
        """The holder for a row that has a `uuid`."""
        return cls(row._meta.label_lower, row.uuid)  # type: ignore[attr-defined]  # rows that hold seats have one


def open_pool(*, capacity: int | None) -> SeatPool:
    """A new pool; `capacity` None is unlimited."""
    return SeatPool.objects.create(capacity=capacity)


def take_seats(
    pool_id: int, *, holder: Holder, count: int = 1, until: datetime | None = None, at: datetime
) -> SeatClaim:
    """Take seats or raise `SoldOut` or `Closed`. One UPDATE: two buyers can never both get the last seat."""
    _take_or_refuse(pool_id, count, at=at)
    return _claim(pool_id, holder=holder, count=count, until=until)


def take_each(pool_id: int, *, holders: Sequence[Holder], until: datetime | None = None, at: datetime) -> None:
    """A seat for each holder, all of them or none: two statements, however many they are.

    Raises `SoldOut` or `Closed`."""
    _take_or_refuse(pool_id, len(holders), at=at)
    SeatClaim.objects.bulk_create(_row(pool_id, holder, count=1, until=until) for holder in holders)


def take_or_queue(pool_id: int, *, holder: Holder, until: datetime | None = None, at: datetime) -> bool:
    """Take one seat (True; held `until` then, or for good) or join the queue (False).

    Raises `Closed`, or `SoldOut` when the pool changes too fast."""
    for _attempt in range(3):
        if _take(pool_id, 1) or (release_expired(pool_id, at=at) and _take(pool_id, 1)):
            _claim(pool_id, holder=holder, count=1, until=until)
            return True
        if _queue(pool_id):
            return False
    raise refusal_for(pool_id)


def wait_in_line(pool_id: int) -> bool:
    """Join the queue of a full pool; False when there is a seat to take instead, or none to wait for."""
    return bool(_queue(pool_id))


def take_within(
    pool_id: int, *, limits: Sequence[Limit], holder: Holder, until: datetime | None = None, at: datetime
) -> int | None:
    """Take a seat of the pool and of each limit, all or none; else join a queue, whose pool is answered.

    Who a limit stops waits in the queue of the first limit, where they hold up nobody whom it does not concern.
    Raises `Closed`."""
    pools = _locked(pool_id, limits)
    if queue := _joined(pools, pool_id, limits, at=at):
        return queue
    _take_all(pools, limits, holder=holder, until=until)
    return None


def queue_within(pool_id: int, *, limits: Sequence[Limit], at: datetime) -> int | None:
    """The queue joined because no seat can be had; None when one can, of pools that are now locked."""
    return _joined(_locked(pool_id, limits), pool_id, limits, at=at)


def _joined(pools: dict[int, SeatPool], pool_id: int, limits: Sequence[Limit], *, at: datetime) -> int | None:
    if any(pool.closed for pool in pools.values()):
        raise Closed()
    pool, own = pools[pool_id], pools[limits[0].pool_id]
    over = own.waiting or any(not _has_room(pools[limit.pool_id], limit.capacity, at=at) for limit in limits)
    if not over and not pool.waiting and _has_room(pool, pool.capacity, at=at):
        return None
    queue = own.pk if over else pool_id
    SeatPool.objects.filter(pk=queue).update(waiting=F("waiting") + 1)
    return queue


def promote(
    pool_id: int, *, queue: int, limits: Sequence[Limit] = (), holder: Holder, until: datetime | None, at: datetime
) -> Room:
    """Give the first in a queue a seat of the pool and of each limit; what stopped it, else `FREE`."""
    pools = _locked(pool_id, limits)
    if not _has_room(pools[pool_id], pools[pool_id].capacity, at=at) or pools[pool_id].closed:
        return Room.NONE
    if any(not _has_room(pools[limit.pool_id], limit.capacity, at=at) for limit in limits):
        return Room.OVER
    if not leave_queue(queue):
        return Room.NONE
    _take_all(pools, limits, holder=holder, until=until)
    return Room.FREE


def change_queue(from_: int, to: int, *, count: int) -> None:
    """So many people wait in another queue from now on. The caller holds both pools."""
    SeatPool.objects.filter(pk=from_, waiting__gte=count).update(waiting=F("waiting") - count)
    SeatPool.objects.filter(pk=to).update(waiting=F("waiting") + count)


def add_seats(pool_id: int, *, holder: Holder, count: int = 1) -> SeatClaim:
    """Give seats whatever the pool says, which grows if it must: for what has happened already, or the team decides."""
    needed = F("taken") + count
    grown = Case(When(capacity__lt=needed, then=needed), default=F("capacity"), output_field=PositiveIntegerField())
    SeatPool.objects.filter(pk=pool_id).update(taken=needed, capacity=grown)
    return _claim(pool_id, holder=holder, count=count, until=None)


def resize_pool(pool_id: int, *, capacity: int | None) -> None:
    """Change the number of seats. Raises `SeatsTaken` when more than that are taken."""
    fits = Q() if capacity is None else Q(taken__lte=capacity)
    if not SeatPool.objects.filter(fits, pk=pool_id).update(capacity=capacity):
        raise SeatsTaken()


def leave_queue(pool_id: int) -> bool:
    """Somebody who waited does not any more; False when nobody waited."""
    return bool(SeatPool.objects.filter(pk=pool_id, waiting__gte=1).update(waiting=F("waiting") - 1))


def keep_seats(pool_id: int, *, holder: Holder, until: datetime | None = None) -> bool:
    """A held seat becomes one for good (or is held `until` then); False when the hold has ended and was released.

    The lock orders it with `release_expired`, which would otherwise free the seat that is being kept.
    """
    lock_pools([pool_id])
    live = SeatClaim.objects.filter(pool_id=pool_id, holder_kind=holder.kind, holder_uuid=holder.uuid, released_at=None)
    return bool(live.update(until=until))


def keep_each(pool_id: int, *, holders: Sequence[Holder]) -> int:
    """What these holders, of one kind, hold in the pool is theirs for good; how many of them still held something."""
    lock_pools([pool_id])
    uuids = [holder.uuid for holder in holders]
    live = SeatClaim.objects.filter(pool_id=pool_id, holder_kind=holders[0].kind, holder_uuid__in=uuids)
    return live.filter(released_at=None).update(until=None)


def keep_everywhere(pool_ids: Sequence[int], *, holder: Holder, until: datetime | None = None) -> bool:
    """As `keep_seats`, for a seat that several pools count; False when one of them has released it."""
    lock_pools(list(pool_ids))
    claims = SeatClaim.objects.filter(pool__in=pool_ids, holder_kind=holder.kind, holder_uuid=holder.uuid)
    live = claims.filter(released_at=None)
    if set(claims.values_list("pool", flat=True)) != set(live.values_list("pool", flat=True)):
        return False
    return bool(live.update(until=until))


def release_everywhere(pool_ids: Sequence[int], *, holder: Holder, at: datetime) -> None:
    """As `release_seats`, for a seat that several pools count."""
    lock_pools(list(pool_ids))
    live = SeatClaim.objects.filter(holder_kind=holder.kind, holder_uuid=holder.uuid, released_at=None)
    for pool_id in pool_ids:
        _release(pool_id, live.filter(pool_id=pool_id), at=at)


def hand_over(from_: Holder, to: Holder, *, until: datetime | None) -> bool:
    """What one holder has, of however many pools, is another's: no counter changes, nobody in line is passed.

    The caller holds the pools. False when nothing is held any more."""
    live = SeatClaim.objects.filter(holder_kind=from_.kind, holder_uuid=from_.uuid, released_at=None)
    return bool(live.update(holder_kind=to.kind, holder_uuid=to.uuid, until=until))


def release_seats(pool_id: int, *, holder: Holder, at: datetime) -> int:
    """Give back what `holder` has in the pool; the number of seats given back (0 when there is nothing)."""
    lock_pools([pool_id])
    live = SeatClaim.objects.filter(pool_id=pool_id, holder_kind=holder.kind, holder_uuid=holder.uuid, released_at=None)
    return _release(pool_id, live, at=at)


def release_expired(pool_id: int, *, at: datetime) -> int:
    """Free the holds that have ended; an expired hold is free at once, whether or not a job has passed."""
    lock_pools([pool_id])
    return _release(pool_id, SeatClaim.objects.filter(pool_id=pool_id, released_at=None, until__lte=at), at=at)


def close_pool(pool_id: int) -> None:
    """No seat can be taken any more, and nobody can queue."""
    SeatPool.objects.filter(pk=pool_id).update(closed=True)


def empty_pool(pool_id: int, *, at: datetime) -> int:
    """Close it, give back every seat and dissolve the queue: what it was for is cancelled. The seats given back."""
    close_pool(pool_id)
    lock_pools([pool_id])
    given_back = _release(pool_id, SeatClaim.objects.filter(pool_id=pool_id, released_at=None), at=at)
    SeatPool.objects.filter(pk=pool_id).update(waiting=0)
    return given_back


def pour_pool(pool_id: int, *, into: int) -> None:
    """One pool in place of two that counted for the same: it has the seats and the queue of both, and grows for it."""
    pools = {pool.pk: pool for pool in _lock_rows(tuple(sorted({pool_id, into})))}
    gone, kept = pools[pool_id], pools[into]
    SeatClaim.objects.filter(pool=gone).update(pool=kept)
    taken = kept.taken + gone.taken
    capacity = None if kept.capacity is None else max(kept.capacity, taken)
    SeatPool.objects.filter(pk=into).update(taken=taken, waiting=kept.waiting + gone.waiting, capacity=capacity)
    SeatPool.objects.filter(pk=pool_id).delete()


def lock_pools(pool_ids: list[int]) -> None:
    """Lock pools by id, for taking from several or for releasing."""
    list(SeatPool.objects.select_for_update(no_key=True).filter(pk__in=pool_ids).order_by("pk").values_list("pk"))


def refusal_for(pool_id: int) -> DomainError:
    """Why the pool gave nothing."""
    closed = SeatPool.objects.filter(pk=pool_id, closed=True).exists()
    return Closed() if closed else SoldOut()


def _take_or_refuse(pool_id: int, count: int, *, at: datetime) -> None:
    if not _take(pool_id, count) and not (release_expired(pool_id, at=at) and _take(pool_id, count)):
        raise refusal_for(pool_id)


@prepared_change
def _take(pool: int, count: int) -> Change:
    fits = Q(capacity=None) | Q(taken__lte=F("capacity") - count)
    return Change(SeatPool.objects.filter(fits, pk=pool, closed=False, waiting=0), {"taken": F("taken") + count})


@prepared_change
def _queue(pool: int) -> Change:
    full = Q(waiting__gt=0) | Q(capacity__isnull=False, taken__gte=F("capacity"))
    return Change(SeatPool.objects.filter(full, pk=pool, closed=False), {"waiting": F("waiting") + 1})


def _locked(pool_id: int, limits: Sequence[Limit]) -> dict[int, SeatPool]:
    return {pool.pk: pool for pool in _lock_rows(tuple(sorted({pool_id, *(limit.pool_id for limit in limits)})))}


@prepared
def _lock_rows(pools: tuple[int, ...]) -> QuerySet[SeatPool]:
    return SeatPool.objects.select_for_update(no_key=True).filter(pk__in=pools).order_by("pk")


def _has_room(pool: SeatPool, capacity: int | None, *, at: datetime) -> bool:
    """One seat at least, once the holds that have ended are freed. The pool is locked."""
    if capacity is None or pool.taken < capacity:
        return True
    ended = SeatClaim.objects.filter(pool=pool, released_at=None, until__lte=at)
    pool.taken -= _release(pool.pk, ended, at=at)
    return pool.taken < capacity


def _take_all(pools: dict[int, SeatPool], limits: Sequence[Limit], *, holder: Holder, until: datetime | None) -> None:
    for limit in limits:
        if pools[limit.pool_id].capacity != limit.capacity:
            SeatPool.objects.filter(pk=limit.pool_id).update(capacity=limit.capacity)
    SeatPool.objects.filter(pk__in=pools).update(taken=F("taken") + 1)
    SeatClaim.objects.bulk_create(_row(pk, holder, count=1, until=until) for pk in pools)


def _claim(pool_id: int, *, holder: Holder, count: int, until: datetime | None) -> SeatClaim:
    claim = _row(pool_id, holder, count=count, until=until)
    add(claim)
    return claim


def _row(pool_id: int, holder: Holder, *, count: int, until: datetime | None) -> SeatClaim:
    return SeatClaim(pool_id=pool_id, holder_kind=holder.kind, holder_uuid=holder.uuid, count=count, until=until)


def _release(pool_id: int, claims: QuerySet[SeatClaim], *, at: datetime) -> int:
    rows = list(claims.values_list("pk", "count"))
    if not rows:
        return 0
    count = sum(seats for _pk, seats in rows)
    SeatClaim.objects.filter(pk__in=[pk for pk, _seats in rows]).update(released_at=at)
    SeatPool.objects.filter(pk=pool_id).update(taken=F("taken") - count)
    return count
