"""Reading enrolments, and whether a person may have one."""

from training.enrolments.queries.allowing import (
    check_acts_for,
    check_eligible,
    check_no_clash,
    check_on_sale,
    check_window,
    rests_on_unverified,
    session_to_order,
    why_not,
)
from training.enrolments.queries.reading import (
    an_enrolment,
    ended_offers,
    ended_reserves,
    enrolment_for,
    enrolments_of,
    live_enrolment,
    my_people,
    orders_called_off,
    people_in_line,
    place_in_line,
    post_to_answer,
    waiting_for,
)

__all__ = [
    "an_enrolment",
    "check_acts_for",
    "check_eligible",
    "check_no_clash",
    "check_on_sale",
    "check_window",
    "ended_offers",
    "ended_reserves",
    "enrolment_for",
    "enrolments_of",
    "live_enrolment",
    "my_people",
    "orders_called_off",
    "people_in_line",
    "place_in_line",
    "post_to_answer",
    "rests_on_unverified",
    "session_to_order",
    "waiting_for",
    "why_not",
]
