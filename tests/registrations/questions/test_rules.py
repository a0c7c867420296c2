"""What is asked, and which answers hold: against the sentence that says it, for every set of questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.questions.rules import (
    LONGEST_LINE,
    Fault,
    Rule,
    answers_offered,
    asked_among,
    depends_rightly,
    fault_of,
    faults_in,
    is_empty,
    kept_of,
    missing_among,
    says,
)

LINE, TEXT = Rule("line", "line"), Rule("text", "text")
ONE, SEVERAL = Rule("one", "one", ("a", "b")), Rule("several", "several", ("a", "b"))
YES_NO = Rule("yes_no", "yes_no")

values = st.one_of(
    st.none(), st.booleans(), st.sampled_from(["a", "b", "c", "", " "]), st.lists(st.sampled_from(["a", "b", "c"]))
)


@st.composite
def sheets(draw):
    """Questions that depend rightly, and anything as answers."""
    rules = []
    for place in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["line", "text", "one", "several", "yes_no"]))
        before = [one for one in rules if answers_offered(one)]
        parent = draw(st.sampled_from([None, *before]))
        value = draw(st.sampled_from(sorted(answers_offered(parent)))) if parent else ""
        sensitive = draw(st.booleans())
        choices = ("a", "b") if kind in {"one", "several"} else ()
        required = not sensitive and draw(st.booleans())
        rules.append(Rule(str(place), kind, choices, required, sensitive, parent.key if parent else "", value))
    answers = draw(st.dictionaries(st.sampled_from([*(one.key for one in rules), "x"]), values))
    return rules, answers


@given(sheets())
def test_a_question_is_asked_when_every_question_above_it_has_the_answer_it_waits_for(sheet):
    rules, answers = sheet
    known = {one.key: one for one in rules}

    def is_asked(rule):
        return not rule.when or (is_asked(known[rule.when]) and says(answers.get(rule.when), rule.value))

    assert asked_among(rules, answers) == {one.key for one in rules if is_asked(one)}


def test_what_hides_a_question_hides_those_that_depend_on_it_even_when_they_are_answered():
    rules = [ONE, Rule("why", "one", ("a", "b"), when="one", value="a"), Rule("deep", "line", when="why", value="b")]
    assert asked_among(rules, {"one": "a", "why": "b"}) == {"one", "why", "deep"}
    assert asked_among(rules, {"one": "b", "why": "b"}) == {"one"}


@given(sheets(), st.booleans(), st.booleans())
def test_answers_without_a_fault_are_of_asked_questions_and_complete_when_they_must_be(sheet, consented, complete):
    rules, answers = sheet
    if faults_in(rules, answers, consented=consented, complete=complete):
        return
    known, kept = {one.key: one for one in rules}, kept_of(answers)
    assert set(kept) <= asked_among(rules, answers)
    assert [fault_of(known[key], value) for key, value in kept.items()] == [None] * len(kept)
    assert consented or not any(known[key].sensitive for key in kept)
    assert not complete or missing_among(rules, kept) == []


@given(sheets())
def test_what_is_kept_is_found_sound_again(sheet):
    rules, answers = sheet
    if not faults_in(rules, answers, consented=True, complete=False):
        assert faults_in(rules, kept_of(answers), consented=True, complete=False) == {}


@given(sheets())
def test_generated_sheets_depend_rightly(sheet):
    assert depends_rightly(sheet[0])


@pytest.mark.parametrize(
    "rules",
    [
        [Rule("late", "line", when="one", value="a"), ONE],
        [ONE, Rule("unknown", "line", when="nobody", value="a")],
        [ONE, Rule("choice", "line", when="one", value="c")],
        [LINE, Rule("text", "line", when="line", value="a")],
        [YES_NO, Rule("maybe", "line", when="yes_no", value="maybe")],
        [Rule("itself", "one", ("a", "b"), when="itself", value="a")],
    ],
)
def test_a_condition_speaks_of_a_question_before_and_of_an_answer_it_offers(rules):
    assert not depends_rightly(rules)


@pytest.mark.parametrize(
    ("rule", "value", "fault"),
    [
        (LINE, "x" * LONGEST_LINE, None),
        (LINE, "x" * (LONGEST_LINE + 1), Fault.TOO_LONG),
        (LINE, " x" + " " * LONGEST_LINE, None),
        (LINE, True, Fault.WRONG_TYPE),
        (TEXT, "x" * 2000, None),
        (TEXT, "x" * 2001, Fault.TOO_LONG),
        (TEXT, ["a"], Fault.WRONG_TYPE),
        (ONE, "a", None),
        (ONE, "c", Fault.NOT_OFFERED),
        (ONE, ["a"], Fault.WRONG_TYPE),
        (SEVERAL, ["a", "b"], None),
        (SEVERAL, ["a", "a"], Fault.NOT_OFFERED),
        (SEVERAL, ["c"], Fault.NOT_OFFERED),
        (SEVERAL, "a", Fault.WRONG_TYPE),
        (SEVERAL, [1], Fault.WRONG_TYPE),
        (YES_NO, False, None),
        (YES_NO, "yes", Fault.WRONG_TYPE),
        (YES_NO, 1, Fault.WRONG_TYPE),
    ],
)
def test_each_kind_has_its_answers(rule, value, fault):
    assert fault_of(rule, value) == fault


def test_each_fault_is_named_beside_its_question():
    rules = [
        Rule("meal", "one", ("a", "b"), required=True),
        Rule("why", "line", required=True, when="meal", value="a"),
        Rule("car", "yes_no", required=True),
        Rule("allergies", "line", sensitive=True),
    ]
    judged = {"consented": False, "complete": True}
    assert faults_in(rules, {"meal": "b", "why": "x", "allergies": "noix", "x": "y"}, **judged) == {
        "why": Fault.NOT_ASKED,
        "car": Fault.MISSING,
        "allergies": Fault.NO_CONSENT,
        "x": Fault.UNKNOWN,
    }
    assert faults_in(rules, {"meal": "a", "car": False}, **judged) == {"why": Fault.MISSING}
    assert faults_in(rules, {}, consented=False, complete=False) == {}


@pytest.mark.parametrize(("value", "empty"), [(None, True), ("  ", True), ([], True), (False, False), ("a", False)])
def test_no_is_an_answer_and_blanks_are_not(value, empty):
    assert is_empty(value) is empty
