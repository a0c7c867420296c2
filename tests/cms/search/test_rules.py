import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.rules import EMPTY, Question, answers, distance, excerpt, near, question, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("emploi", "Emplois"),
        ("l’emploi", "l'EMPLOI"),
        ("immigrées", "immigré"),
        ("conseillère", "conseillers"),
        ("conseillère d’orientation", "conseiller d'orientation"),
        ("directrices", "directeur"),
        ("employeuses", "employeur"),
        ("actives", "actif"),
        ("professionnelle", "professionnels"),
        ("citoyennes", "citoyen"),
        ("régionaux", "regional"),
        ("Œuvre", "oeuvres"),
        ("mise en œuvre", "Mises Oeuvre"),
        ("élève", "eleves"),
    ],
)
def test_forms_of_one_word_are_kept_as_one(one, other):
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("emploi", "employeur"), ("stage", "stagiaire"), ("formation", "formateur"), ("2020", "2021")],
)
def test_other_words_stay_apart(one, other):
    assert terms(one) != terms(other)


def test_empty_words_are_left_out_and_figures_get_a_letter():
    assert terms("Le guide de l’accueil des stagiaires en 2020, COVID-19") == [
        "guid", "accueil", "stagiair", "n2020", "covid", "n19",
    ]  # fmt: skip
    assert EMPTY.isdisjoint({"emploi", "sans", "plus"})


@given(st.text(max_size=80))
def test_terms_are_plain_letters_and_figures(text):
    assert all(word.isascii() and word.isalnum() and not word[0].isdigit() for word in terms(text))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("guide stagiaires", Question(("guid", "stagiair"))),
        ('"mise en œuvre" guide', Question(("guid",), (("mise", "oeuvr"),))),
        ("« mise en œuvre »", Question((), (("mise", "oeuvr"),))),
        ("“santé mentale", Question((), (("sant", "mental"),))),
        ('"emploi"', Question(("emploi",))),
        ("de la", Question()),
        ('"', Question()),
        ("100%_'; DROP", Question(("n100", "drop"))),
        ("guide guide Guides", Question(("guid",))),
    ],
)
def test_question(typed, expected):
    assert question(typed) == expected


def test_long_question_keeps_its_first_words():
    assert len(question(" ".join(f"mot{n}x" for n in range(40))).words) == 12


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("emploi", "emploi", 0), ("emlpoi", "emploi", 1), ("emloi", "emploi", 1), ("formatoin", "formation", 1),
     ("stge", "stage", 1), ("emploi", "stage", 3)],
)  # fmt: skip
def test_distance(one, other, expected):
    assert distance(one, other, most=2) == expected


def test_near_is_the_nearest_and_never_the_word_itself():
    assert near("employablite", ["employabilite", "employeur", "employable"]) == "employabilite"
    assert near("stge", ["stage", "sage"]) == "stage"
    assert near("abcdef", ["zyxwvu"]) == ""


def shown(text, typed, **options):
    return "".join(f"[{part.text}]" if part.found else part.text for part in excerpt(text, question(typed), **options))


def test_excerpt_marks_the_words_as_they_are_written():
    text = "Un guide pour l’accueil des personnes immigrées et de leurs familles."

    assert shown(text, "immigré ACCUEIL") == (
        "Un guide pour l’[accueil] des personnes [immigrées] et de leurs familles."
    )


def test_excerpt_is_cut_between_words_around_the_first_found():
    text = "avant " * 60 + "la télépratique au quotidien " + "après " * 60

    found = shown(text, "telepratique", length=80)

    assert found.startswith("…avant ")
    assert found.endswith("…")
    assert "la [télépratique] au quotidien après" in found
    assert len(found) < 100


def test_excerpt_of_a_text_without_the_words_is_empty():
    assert excerpt("Rien de tel", question("emploi")) == []


def test_beginning_of_a_word_answers():
    assert answers("Formations", question("form"))
    assert not answers("Formations", question("fo"))
