"""Folding: a table of what must be found, and what holds of any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.folding import folded, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Élèves", "eleve"),
        ("l'emploi", "emploi"),
        ("l’Emploi", "emploi"),
        ("Qu’est-ce qu'un centre d’emplois ?", "est ce un centre emploi"),
        ("aujourd'hui", "aujourd hui"),
        ("Cœur de l'ŒUVRE", "coeur de oeuvre"),
        ("Régionaux", "regional"),
        ("bureaux", "bureau"),
        ("taux", "tau"),
        ("cas", "cas"),
        ("Gaspésie–Îles-de-la-Madeleine", "gaspesie ile de la madeleine"),
        ("conseillères et conseillers", "conseillere et conseiller"),
        ("1 234,56\u00a0$", "1 234 56"),
        ("ＡＸＥ", "axe"),
        ("\x00'\"; --", ""),
    ],
)
def test_folded(text, expected):
    assert folded(text) == expected


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=80))
def test_folded_text_is_plain_words(text):
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789 " for letter in folded(text))


@given(st.text(alphabet="abcdéèçàœ'’ -", max_size=40))
def test_case_and_apostrophe_do_not_matter(text):
    assert folded(text.upper().replace("'", "’")) == folded(text.replace("’", "'"))


def test_words_are_given_once():
    assert words("Emploi, l’emploi et les emplois") == ["emploi", "et", "les"]
