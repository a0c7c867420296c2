"""Seats are counted in one place, by guarded updates."""

import pytest

from registrations.ids import uuid7
from registrations.seats.actions import Holder, release_seats, take_seats
from registrations.seats.errors import SoldOut
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, SeatPoolFactory

pytestmark = pytest.mark.django_db


def holder() -> Holder:
    return Holder("tests.holder", uuid7())


def test_take_seats_when_none_is_left_is_sold_out():
    pool = SeatPoolFactory(capacity=1)
    take_seats(pool.pk, holder=holder(), at=NOW)

    with pytest.raises(SoldOut):
        take_seats(pool.pk, holder=holder(), at=NOW)

    pool.refresh_from_db()
    assert (pool.taken, miscounted_pools()) == (1, [])


def test_release_seats_gives_back_what_was_taken():
    pool, mine = SeatPoolFactory(capacity=2), holder()
    take_seats(pool.pk, holder=mine, count=2, at=NOW)

    assert release_seats(pool.pk, holder=mine, at=NOW) == 2
    assert release_seats(pool.pk, holder=mine, at=NOW) == 0
    pool.refresh_from_db()
    assert pool.taken == 0
