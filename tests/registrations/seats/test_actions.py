"""Seats are counted in one place, by guarded updates."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.errors import DomainError
from registrations.ids import uuid7
from registrations.seats.actions import (
    Holder,
    add_seats,
    close_pool,
    empty_pool,
    keep_seats,
    leave_queue,
    promote,
    release_expired,
    release_seats,
    resize_pool,
    take_each,
    take_or_queue,
    take_seats,
)
from registrations.seats.errors import Closed, SeatsTaken, SoldOut
from registrations.seats.models import SeatClaim, SeatPool
from registrations.seats.queries import miscounted_pools
from registrations.seats.rules import Room
from tests.factories.registrations import NOW, SeatPoolFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_queue_of_others(monkeypatch):
    """The pools of these tests belong to no app: nobody else can say who waits for them."""
    monkeypatch.setattr("registrations.seats.queries.QUEUES", {})


def holder() -> Holder:
    return Holder("tests.holder", uuid7())


def counts(pool):
    pool.refresh_from_db()
    return pool.taken, pool.waiting


def test_take_seats_when_none_is_left_is_sold_out():
    pool = SeatPoolFactory(capacity=1)
    take_seats(pool.pk, holder=holder(), at=NOW)

    with pytest.raises(SoldOut):
        take_seats(pool.pk, holder=holder(), at=NOW)

    assert (counts(pool), miscounted_pools()) == ((1, 0), [])


def test_take_seats_when_pool_is_closed_says_closed():
    pool = SeatPoolFactory(capacity=1)
    close_pool(pool.pk)

    with pytest.raises(Closed):
        take_seats(pool.pk, holder=holder(), at=NOW)


def test_take_seats_without_capacity_is_never_sold_out():
    pool = SeatPoolFactory(capacity=None)

    take_seats(pool.pk, holder=holder(), count=10_000, at=NOW)

    assert (counts(pool), pool.available) == ((10_000, 0), None)


def test_take_seats_takes_a_hold_that_has_ended_and_not_one_that_lasts():
    pool = SeatPoolFactory(capacity=1)
    take_seats(pool.pk, holder=holder(), until=NOW + HOUR, at=NOW)

    with pytest.raises(SoldOut):
        take_seats(pool.pk, holder=holder(), at=NOW + HOUR - timedelta(seconds=1))
    take_seats(pool.pk, holder=holder(), at=NOW + HOUR)

    assert (counts(pool), miscounted_pools()) == ((1, 0), [])


def test_take_each_takes_all_or_none_in_two_statements(django_assert_num_queries):
    pool, holders = SeatPoolFactory(capacity=3), [holder() for _ in range(3)]
    with django_assert_num_queries(2):
        take_each(pool.pk, holders=holders[:2], until=NOW + HOUR, at=NOW)
    with pytest.raises(SoldOut):
        take_each(pool.pk, holders=[holder(), holder()], at=NOW)
    assert (counts(pool), SeatClaim.objects.count(), miscounted_pools()) == ((2, 0), 2, [])

    take_each(pool.pk, holders=[holder() for _ in range(3)], at=NOW + HOUR)  # the two holds have ended

    assert (counts(pool), miscounted_pools()) == ((3, 0), [])


def test_take_or_queue_while_somebody_waits_joins_the_queue_although_a_seat_is_free():
    pool, first = SeatPoolFactory(capacity=1), holder()

    assert [take_or_queue(pool.pk, holder=h, at=NOW) for h in (first, holder())] == [True, False]
    release_seats(pool.pk, holder=first, at=NOW)
    assert take_or_queue(pool.pk, holder=holder(), at=NOW) is False
    assert (counts(pool), pool.available) == ((0, 2), 0)


def test_take_or_queue_when_pool_is_closed_says_closed():
    pool = SeatPoolFactory(capacity=0)
    leave_queue(pool.pk)
    close_pool(pool.pk)

    with pytest.raises(Closed):
        take_or_queue(pool.pk, holder=holder(), at=NOW)


def test_promote_leaves_the_queue_and_takes_at_once():
    pool, first = SeatPoolFactory(capacity=1), holder()
    take_or_queue(pool.pk, holder=first, at=NOW)
    take_or_queue(pool.pk, holder=holder(), at=NOW)

    next_one = {"queue": pool.pk, "holder": holder(), "until": NOW + HOUR, "at": NOW}
    assert promote(pool.pk, **next_one) is Room.NONE
    release_seats(pool.pk, holder=first, at=NOW)

    assert promote(pool.pk, **next_one) is Room.FREE
    assert (SeatClaim.objects.get(released_at=None).until, counts(pool)) == (NOW + HOUR, (1, 0))


def test_promote_when_nobody_waits_takes_nothing():
    pool = SeatPoolFactory(capacity=1)

    assert promote(pool.pk, queue=pool.pk, holder=holder(), until=None, at=NOW) is Room.NONE
    assert counts(pool) == (0, 0)


def test_keep_seats_makes_a_hold_last_and_says_when_it_was_released():
    pool, mine = SeatPoolFactory(capacity=1), holder()
    take_seats(pool.pk, holder=mine, until=NOW, at=NOW)
    assert keep_seats(pool.pk, holder=mine) is True
    assert release_expired(pool.pk, at=NOW + HOUR) == 0

    release_seats(pool.pk, holder=mine, at=NOW)
    assert keep_seats(pool.pk, holder=mine) is False


def test_release_seats_gives_back_what_was_taken_once():
    pool, mine = SeatPoolFactory(capacity=2), holder()
    take_seats(pool.pk, holder=mine, count=2, at=NOW)

    assert release_seats(pool.pk, holder=mine, at=NOW) == 2
    assert release_seats(pool.pk, holder=mine, at=NOW) == 0
    assert counts(pool) == (0, 0)


def test_add_seats_when_none_is_left_enlarges_the_pool():
    pool = SeatPoolFactory(capacity=1)
    take_seats(pool.pk, holder=holder(), at=NOW)

    add_seats(pool.pk, holder=holder())

    assert (counts(pool), pool.capacity, miscounted_pools()) == ((2, 0), 2, [])


def test_add_seats_when_one_is_left_keeps_the_capacity():
    pool = SeatPoolFactory(capacity=3)

    add_seats(pool.pk, holder=holder())

    assert (counts(pool), pool.capacity) == ((1, 0), 3)


def test_resize_pool_under_what_is_taken_is_refused():
    pool = SeatPoolFactory(capacity=3)
    take_seats(pool.pk, holder=holder(), count=2, at=NOW)

    with pytest.raises(SeatsTaken):
        resize_pool(pool.pk, capacity=1)
    resize_pool(pool.pk, capacity=2)

    pool.refresh_from_db()
    assert (pool.capacity, pool.available) == (2, 0)


def test_empty_pool_gives_back_everything_and_closes():
    pool = SeatPoolFactory(capacity=1)
    take_or_queue(pool.pk, holder=holder(), at=NOW)
    take_or_queue(pool.pk, holder=holder(), at=NOW)

    assert empty_pool(pool.pk, at=NOW) == 1
    assert (counts(pool), pool.closed, miscounted_pools()) == ((0, 0), True, [])


def test_miscounted_pools_sees_a_wrong_counter_and_a_wrong_queue(monkeypatch):
    wrong, right, queued = SeatPoolFactory(), SeatPoolFactory(), SeatPoolFactory(waiting=1)
    take_seats(right.pk, holder=holder(), at=NOW)
    SeatPool.objects.filter(pk=wrong.pk).update(taken=1)

    assert miscounted_pools() == [wrong.pk, queued.pk]
    monkeypatch.setattr("registrations.seats.queries.QUEUES", {"tests.holder": lambda: {queued.pk: 1, right.pk: 2}})
    assert miscounted_pools() == [wrong.pk, right.pk]


def promoted(pk, at):
    until = at + timedelta(minutes=3)
    return promote(pk, queue=pk, holder=holder(), until=until, at=at) is Room.FREE


# What people do, each with a pool, one of six holders, a small number and an instant; the change of the queue, if any.
STEPS = {
    "take": lambda pk, mine, n, at: take_seats(pk, holder=holder(), count=n + 1, at=at) and 0,
    "hold": lambda pk, mine, n, at: take_seats(pk, holder=mine, until=at + timedelta(minutes=n), at=at) and 0,
    "queue": lambda pk, mine, n, at: 0 if take_or_queue(pk, holder=holder(), at=at) else 1,
    "promote": lambda pk, mine, n, at: -promoted(pk, at),
    "keep": lambda pk, mine, n, at: keep_seats(pk, holder=mine) * 0,
    "release": lambda pk, mine, n, at: release_seats(pk, holder=mine, at=at) * 0,
    "expire": lambda pk, mine, n, at: release_expired(pk, at=at) * 0,
    "add": lambda pk, mine, n, at: add_seats(pk, holder=holder()) and 0,
    "resize": lambda pk, mine, n, at: resize_pool(pk, capacity=n),
    "close": lambda pk, mine, n, at: close_pool(pk),
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    capacity=st.one_of(st.none(), st.integers(0, 4)),
    steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 5)), max_size=30),
)
def test_counters_add_up_after_any_sequence_of_steps(capacity, steps):
    """Whatever people do, in whatever order: never oversold, never miscounted."""
    pool, waiting = SeatPoolFactory(capacity=capacity), 0
    holders, holding = [holder() for _ in range(6)], set()
    for minute, (step, number) in enumerate(steps):
        mine = holders[number]
        if step == "hold" and mine in holding:
            continue  # one live claim per holder
        holding |= {mine} if step == "hold" else set()
        with suppress(DomainError):
            waiting += STEPS[step](pool.pk, mine, number, NOW + timedelta(minutes=minute)) or 0
    pool.refresh_from_db()
    live = SeatClaim.objects.filter(pool=pool, released_at=None).values_list("count", flat=True)
    assert (pool.taken, pool.waiting) == (sum(live), waiting)
    assert pool.capacity is None or pool.taken <= pool.capacity
