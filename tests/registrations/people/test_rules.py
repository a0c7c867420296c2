import pytest

from registrations.people.rules import spelled_phone


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("5145550123", "514 555-0123"),
        ("1-514-555-0123", "514 555-0123"),
        ("514 555-0123 ext. 12", "514 555-0123, poste 12"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
        ("12", None),
        ("abc", None),
    ],
)
def test_telephone_is_kept_in_one_form(given, kept):
    assert spelled_phone(given) == kept
