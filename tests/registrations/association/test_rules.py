"""The form of registration numbers."""

import pytest

from registrations.association.rules import is_gst_number, is_qst_number, spaced


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("123456789RT0001", "123456789 RT0001"),
        (" 123456789 rt0001 ", "123456789 RT0001"),
        ("1234567890tq0001", "1234567890 TQ0001"),
        ("abc", "ABC"),
        ("", ""),
    ],
)
def test_spaced(typed, printed):
    assert spaced(typed) == printed


@pytest.mark.parametrize(
    ("number", "gst", "qst"),
    [
        ("123456789 RT0001", True, False),
        ("1234567890 TQ0001", False, True),
        ("12345678 RT0001", False, False),
        ("123456789 RT001", False, False),
        ("１23456789 RT0001", False, False),
        ("123456789 RT0001\n", False, False),
    ],
)
def test_numbers(number, gst, qst):
    assert (is_gst_number(number), is_qst_number(number)) == (gst, qst)
