"""Who completed what, from facts alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.attendance.rules import Completion, Presence, Rule, Source, completion, overrides

PRESENCES = st.lists(
    st.builds(
        Presence,
        planned=st.integers(0, 500),
        minutes=st.integers(0, 500),
        replay=st.integers(0, 500),
        mandatory=st.booleans(),
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("meetings", "rule", "expected"),
    [
        ([Presence(180, 180)], Rule(), Completion(180, 180, True)),
        ([Presence(180, 144)], Rule(), Completion(144, 180, True)),
        ([Presence(180, 143)], Rule(), Completion(143, 180, False)),
        ([Presence(180)], Rule(percent=0), Completion(0, 180, False)),
        ([Presence(180, 1)], Rule(percent=0), Completion(1, 180, True)),
        ([Presence(180, 100), Presence(180, 180)], Rule(percent=75), Completion(280, 360, True)),
        ([Presence(180, 100, mandatory=True), Presence(180, 180)], Rule(percent=75), Completion(280, 360, False)),
        ([Presence(180, 135, mandatory=True), Presence(180, 180)], Rule(percent=75), Completion(315, 360, True)),
        ([Presence(180, 60, 120)], Rule(), Completion(60, 180, False)),
        ([Presence(180, 60, 120)], Rule(replay_counts=True), Completion(180, 180, True)),
        ([Presence(180, 180, 180)], Rule(replay_counts=True), Completion(180, 180, True)),
        ([], Rule(), Completion(0, 0, False)),
    ],
)
def test_completion_is_the_share_of_the_minutes_and_of_each_mandatory_meeting(meetings, rule, expected):
    assert completion(meetings, rule) == expected


@given(PRESENCES, st.integers(0, 100), st.booleans())
def test_completion_never_counts_more_than_was_planned_and_agrees_with_the_sums(meetings, percent, replay):
    found = completion(meetings, Rule(percent, replay))

    sums = [min(m.planned, m.minutes + m.replay * replay) for m in meetings]
    short = [m for m, sat in zip(meetings, sums, strict=True) if m.mandatory and sat * 100 < percent * m.planned]
    assert (found.minutes, found.planned) == (sum(sums), sum(m.planned for m in meetings))
    assert 0 <= found.minutes <= found.planned
    assert found.completed == (sum(sums) > 0 and not short and sum(sums) * 100 >= percent * found.planned)


@given(PRESENCES.filter(bool), st.integers(0, 100), st.booleans())
def test_staying_longer_never_undoes_a_completion(meetings, percent, replay):
    rule, first = Rule(percent, replay), meetings[0]
    longer = [Presence(first.planned, first.minutes + 30, first.replay, mandatory=first.mandatory), *meetings[1:]]

    assert completion(longer, rule).completed >= completion(meetings, rule).completed


def test_a_report_changes_no_word_of_a_person_and_a_code_changes_nothing_but_a_code():
    kept = {(new, old) for new in Source for old in Source if not overrides(new, noted_by=old)}

    hand, reports = {Source.TEAM, Source.TRAINER, Source.RECORD}, {Source.ZOOM, Source.TEAMS}
    by_report = {(new, old) for new in reports for old in hand}
    assert kept == by_report | {(Source.CODE, old) for old in hand | reports}
