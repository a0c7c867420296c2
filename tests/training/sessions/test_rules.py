"""Registration windows and meetings, from facts alone."""

from datetime import timedelta

import pytest

from tests.factories.registrations import NOW
from training.enrolments.rules import NEXT as NEXT_ENROLMENT
from training.enrolments.rules import EnrolmentState, offer_ends
from training.sessions.rules import NEXT, Period, Registration, SessionState, cancel_before, in_order, registration

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "at", "expected"),
    [
        ("draft", NOW, Registration.DRAFT),
        ("cancelled", NOW, Registration.CANCELLED),
        ("published", NOW - HOUR, Registration.SCHEDULED),
        ("published", NOW, Registration.OPEN),
        ("published", NOW + 2 * HOUR, Registration.CLOSED),
    ],
)
def test_registration_is_derived_from_state_and_window(state, at, expected):
    assert registration(state, opens_at=NOW, closes_at=NOW + 2 * HOUR, at=at) == expected


def test_meetings_that_touch_are_in_order_and_those_that_overlap_are_not():
    first = Period(NOW, NOW + HOUR)

    assert in_order([Period(NOW + HOUR, NOW + 2 * HOUR), first])
    assert not in_order([Period(NOW + HOUR / 2, NOW + 2 * HOUR), first])
    assert not in_order([])


def test_cancel_before_counts_the_hours():
    assert cancel_before(NOW, hours=24) == NOW - timedelta(days=1)


@pytest.mark.parametrize(("hours_left", "expected"), [(200, 48), (72, 48), (60, 36), (30, 6), (25, 2), (10, 2), (1, 1)])
def test_offer_lasts_two_days_and_less_when_the_session_is_near(hours_left, expected):
    assert offer_ends(NOW, starts_at=NOW + hours_left * HOUR) == NOW + expected * HOUR


def test_every_state_has_its_row_of_moves_and_cancelled_is_the_end_but_for_late_money():
    assert (set(NEXT), set(NEXT_ENROLMENT)) == (set(SessionState), set(EnrolmentState))
    assert (NEXT["cancelled"], NEXT_ENROLMENT["cancelled"]) == (frozenset(), {EnrolmentState.HELD})
