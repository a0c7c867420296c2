"""The report in words."""

import pytest

from training.reports.documents import Line
from training.reports.rules import Unit


@pytest.mark.parametrize(
    ("value", "target", "reached"),
    [
        (70, 60, "116,7\u00a0%"),
        (1, 3, "33,3\u00a0%"),
        (60, 60, "100\u00a0%"),
        (0, 60, "0\u00a0%"),
        (5, None, ""),
        (None, 5, ""),
    ],
)
def test_what_was_reached_of_a_target_is_rounded(value, target, reached):
    assert Line("x", "x", "x", Unit.COUNT, value, target, "fr").reached == reached
