import pytest

from magazine.templatetags.magazine import french


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("À distance : quoi ?", "À distance\u00a0: quoi\u202f?"),
        ("« Oui » !", "«\u00a0Oui\u00a0»\u202f!"),
        ("2 500 personnes en 2020", "2\u00a0500 personnes en 2020"),
        ("Le 3 mars 2021", "Le 3 mars 2021"),
    ],
)
def test_french_keeps_together_what_must_not_break(typed, shown):
    assert french(typed) == shown
