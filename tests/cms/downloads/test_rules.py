import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.downloads.rules import SMALL, Protected, protected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("A", 9), ("B", 5)], Protected((("A", 9), ("B", 5)))),
        ([("A", 9), ("B", 2), ("C", 4)], Protected((("A", 9),), 6)),
        ([("A", 9), ("B", 6), ("C", 4)], Protected((("A", 9),), 10)),
        ([("A", 9), ("B", 1), ("C", 2)], Protected((), 12)),
        ([("A", 1)], Protected((), 1)),
        ([], Protected(())),
    ],
)
def test_small_rows_are_left_out_and_one_more_when_they_could_be_guessed(rows, expected):
    assert protected(rows) == expected


@given(st.lists(st.integers(1, 30), max_size=8))
def test_nobody_is_named_under_five_nor_known_by_subtraction(numbers):
    rows = [(str(n), number) for n, number in enumerate(numbers)]

    found = protected(rows)

    assert sum(number for _label, number in found.rows) + found.others == sum(numbers)
    assert all(number >= SMALL for _label, number in found.rows)
    left_out = len(rows) - len(found.rows)
    assert left_out != 1 or not found.rows
    assert not (found.rows and left_out and found.others < SMALL)
