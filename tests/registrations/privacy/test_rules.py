from datetime import date

import pytest

from registrations.privacy.rules import (
    SERVICE,
    Basis,
    Facts,
    Ground,
    MailList,
    due_on,
    may_send,
    months_later,
    reminds,
    tacit_until,
    urgency,
)

DAY = date(2026, 10, 6)
NEWS, OFFERS = MailList.NEWSLETTER, MailList.PROMOTION


def ground(basis, since=date(2026, 1, 1), until=None):
    return Ground(basis, since, until)


@pytest.mark.parametrize(
    ("wanted", "grounds", "left", "expected"),
    [
        # Service messages are never stopped.
        (SERVICE, [], None, (True, "service")),
        (SERVICE, [], DAY, (True, "service")),
        # Nobody is written to without a basis.
        (NEWS, [], None, (False, "none")),
        (OFFERS, [], None, (False, "none")),
        # Express consent opens both, for as long as it is not withdrawn.
        (NEWS, [ground("express")], None, (True, "express")),
        (OFFERS, [ground("express", date(2014, 7, 1))], None, (True, "express")),
        (NEWS, [ground("express", date(2026, 10, 7))], None, (False, "ended")),
        # A membership, until two years after it ends; a purchase, two years; an enquiry, six months.
        (NEWS, [ground("membership", until=date(2026, 10, 7))], None, (True, "membership")),
        (OFFERS, [ground("membership", until=DAY)], None, (False, "ended")),
        (OFFERS, [ground("purchase", until=date(2026, 10, 7))], None, (True, "purchase")),
        (OFFERS, [ground("purchase", until=DAY)], None, (False, "ended")),
        (OFFERS, [ground("enquiry", until=date(2026, 10, 7))], None, (True, "enquiry")),
        # A function opens what concerns it, never offers.
        (NEWS, [ground("function")], None, (True, "function")),
        (OFFERS, [ground("function")], None, (False, "ended")),
        # Whoever left is not written to, whatever else holds; only an express consent given since opens again.
        (NEWS, [ground("membership"), ground("express", date(2026, 1, 1))], date(2026, 5, 1), (False, "unsubscribed")),
        (NEWS, [ground("express", date(2026, 5, 1))], date(2026, 5, 1), (False, "unsubscribed")),
        (NEWS, [ground("express", date(2026, 5, 2))], date(2026, 5, 1), (True, "express")),
        # Of several, the express one, else the one that lasts longest.
        (OFFERS, [ground("purchase", until=date(2027, 1, 1)), ground("express")], None, (True, "express")),
        (NEWS, [ground("enquiry", until=date(2027, 1, 1)), ground("function")], None, (True, "function")),
    ],
)
def test_may_send(wanted, grounds, left, expected):
    decision = may_send(wanted, Facts(tuple(grounds), left), DAY)

    assert (decision.allowed, decision.ground.basis if decision.ground else decision.reason) == expected


@pytest.mark.parametrize(
    ("basis", "day", "until"),
    [
        (Basis.PURCHASE, date(2024, 2, 29), date(2026, 3, 1)),
        (Basis.MEMBERSHIP, date(2027, 6, 30), date(2029, 6, 30)),
        (Basis.ENQUIRY, date(2026, 8, 31), date(2027, 3, 1)),
        (Basis.ENQUIRY, date(2026, 12, 15), date(2027, 6, 15)),
        (Basis.FUNCTION, date(2026, 1, 1), None),
        (Basis.EXPRESS, date(2026, 1, 1), None),
    ],
)
def test_tacit_until(basis, day, until):
    assert tacit_until(basis, day) == until


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 31), -36, date(2023, 3, 31)),
        (date(2026, 3, 30), -1, date(2026, 3, 1)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


def test_a_request_is_answered_within_thirty_days():
    assert due_on(date(2026, 1, 31)) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("left", "reminded", "how_urgent"),
    [
        (30, False, "calm"),
        (8, False, "calm"),
        (7, True, "soon"),
        (3, False, "soon"),
        (0, True, "soon"),
        (-1, True, "late"),
    ],
)
def test_the_person_in_charge_is_reminded(left, reminded, how_urgent):
    due = date.fromordinal(DAY.toordinal() + left)

    assert (reminds(due, DAY), urgency(due, DAY)) == (reminded, how_urgent)
