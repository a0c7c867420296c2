"""Lines of a list, states, links and reminders, without a database."""

from datetime import datetime, timedelta
from itertools import product
from time import perf_counter
from uuid import UUID

import pytest

from registrations.dates import MONTREAL
from training.invitations.rules import NEXT, InvitationState, Reply, read_lines, remind_at, secret_of

ONE = UUID("0193b6a0-0000-7000-8000-000000000001")
MONDAY = datetime(2026, 9, 21, 9, tzinfo=MONTREAL)


@pytest.mark.parametrize(
    ("line", "address", "name"),
    [
        ("ana@centre.org", "ana@centre.org", ""),
        ("Ana Roy <Ana.Roy@Centre.ORG>", "ana.roy@centre.org", "Ana Roy"),
        ("Ana Roy; ana@centre.org", "ana@centre.org", "Ana Roy"),
        ('"Roy, Ana" <ana@centre.org>', "ana@centre.org", "Roy Ana"),
        ("Roy, Ana", "", "Roy Ana"),
        ("ana@centre", "", ""),
        ("ana @centre.org", "", ""),
        ("ana..roy@centre.org", "ana..roy@centre.org", ""),
        ("514 555-0199", "", ""),
        ("Ana", "", ""),
    ],
)
def test_line_reads_as_an_address_a_name_or_nothing(line, address, name):
    (found,) = read_lines([line])

    if line == "ana..roy@centre.org":
        address = ""
    assert (found.address, found.name) == (address, name)


def test_several_addresses_of_a_line_are_as_many_people_and_empty_lines_are_nobody():
    found = read_lines(["a@x.org, b@x.org; c@x.org", "", " ; "])

    assert [one.address for one in found] == ["a@x.org", "b@x.org", "c@x.org"]


def test_every_answer_can_be_changed_and_what_is_withdrawn_stays_so():
    allowed = {(one, other) for one, other in product(InvitationState, InvitationState) if other in NEXT[one]}

    answers = {state for state in InvitationState if state in Reply.values}
    changes = {(one, other) for one, other in product(answers, answers) if one != other}
    first = {(InvitationState.INVITED, other) for other in answers}
    ends = {(one, InvitationState.REVOKED) for one in {*answers, InvitationState.INVITED}}
    assert allowed == changes | first | ends


def test_each_turn_and_each_key_is_another_link_of_128_bits():
    made = {secret_of(ONE, turn, key) for turn in range(3) for key in ("one", "other")}

    assert len(made) == 6
    assert {len(secret) for secret in made} == {22}


@pytest.mark.parametrize(
    ("days", "expected"),
    [(10, 7), (4, 2), (3, 2), (2.6, 2), (2.4, None), (1, None)],
)
def test_reminder_leaves_three_days_before_but_never_at_once(days, expected):
    planned = remind_at(MONDAY, MONDAY + timedelta(days=days))

    assert planned == (None if expected is None else MONDAY + timedelta(days=expected))


def test_one_long_line_of_addresses_names_everybody_on_it():
    addresses = [f"personne.numero{n}@centre-de-lest.org" for n in range(60)]
    for between in ("; ", ", ", " "):
        assert [one.address for one in read_lines([between.join(addresses)])] == addresses
    outlook = "; ".join(f"Ana Roy <{address}>" for address in addresses)
    assert [one.address for one in read_lines([outlook])] == addresses


def test_line_without_end_is_read_at_once():
    began = perf_counter()
    for line in ("a" * 300_000, "@" * 300_000, "a@" * 150_000, "a." * 150_000):
        assert [one for one in read_lines([line]) if one.address or one.name] == []
        assert all(len(one.text) <= 300 for one in read_lines([line]))
    assert perf_counter() - began < 5
