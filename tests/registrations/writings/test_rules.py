"""Fields between braces, paragraphs, states."""

import pytest

from registrations.writings.rules import fields_in, filled, paragraphs, unknown_fields


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour {prénom}", "Bonjour Zoé"),
        ("Bonjour {Prenom }", "Bonjour Zoé"),
        ("Bonjour {nom|vous}", "Bonjour vous"),
        ("Bonjour {nom}", "Bonjour "),
        ("{prénom} {prénom|x}", "Zoé Zoé"),
        ("rien", "rien"),
        ("{prénom\n}", "{prénom\n}"),
    ],
)
def test_filled_puts_values_or_what_to_say_instead(text, expected):
    assert filled(text, {"prénom": "Zoé", "nom": ""}) == expected


def test_filled_does_not_read_the_values_again():
    assert filled("{prénom}", {"prénom": "{nom}", "nom": "x"}) == "{nom}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{prénom} {Organisme}", []),
        ("{prenom|x}", []),
        ("{courriel} {prénom} {courriel}", ["courriel"]),
        ("{}", [""]),
        ("accolade { seule", ["{ }"]),
        ("fermée }", ["{ }"]),
        ("{{prénom}}", ["{ }"]),
    ],
)
def test_unknown_fields_are_named(text, expected):
    assert unknown_fields([text], known=["prénom", "organisme"]) == expected


def test_fields_in_keeps_the_order():
    assert fields_in("{a} et {b|c}") == ["a", "b"]


def test_paragraphs_are_separated_by_empty_lines():
    assert paragraphs("un\r\nsuite\r\n\r\n \n\ndeux\n\n") == ["un\nsuite", "deux"]
