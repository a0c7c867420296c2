from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.diffusion.actions import RuleDraft
from cms.diffusion.rules import (
    LADDER,
    MONTREAL,
    NEXT,
    Facts,
    Reason,
    Remedy,
    Rule,
    Window,
    closest,
    decide,
    fault_of,
    is_audience,
    may_write_policy,
    named,
    opens_on,
    unanswered,
)
from registrations.actors import Actor

NOON = datetime(2026, 10, 6, 12, tzinfo=MONTREAL)
TODAY = NOON.date()
KINDS = ("guide", "tool", "research")
VERBS = ("see", "download")
AUDIENCES = (*LADDER, "group:comite", "person:7", "organisation:3")

some = st.frozensets
rules = st.lists(
    st.builds(
        Rule,
        code=st.just("R-01"),
        clause=st.just("1"),
        kinds=some(st.sampled_from(KINDS)),
        audiences=some(st.sampled_from(AUDIENCES)),
        verbs=some(st.sampled_from(VERBS)),
        delay_days=st.sampled_from([0, 0, 1, 30, 90]),
        allows=st.booleans(),
    ),
    max_size=6,
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
audiences = st.sampled_from(AUDIENCES).map(named)
facts = st.builds(
    Facts,
    kind=st.sampled_from(KINDS),
    published_on=days,
    embargo_until=st.none() | instants,
)


def plainly(rules, facts, audiences, *, verb, at):
    """The sentence of the design, word for word: the first rule that speaks decides, a future allow only remembers."""
    openings = []
    for rule in (rule for rule in rules if rule.matches(facts.kind, audiences, verb)):
        opens_at = opens_on(facts.published_on, rule.delay_days)
        if not rule.allows:
            return False, min(openings, default=None)
        if opens_at <= at:
            return True, None
        openings.append(opens_at)
    return False, min(openings, default=None)


@given(rules, facts, audiences, st.sampled_from(VERBS), instants)
def test_decide_reads_as_the_design_says(rules, facts, audiences, verb, at):
    decision = decide(rules, facts, audiences, verb=verb, at=at)

    if facts.embargo_until and at < facts.embargo_until:
        assert (decision.allowed, decision.reason) == (False, Reason.EMBARGO)
    else:
        assert (decision.allowed, decision.opens_at) == plainly(rules, facts, audiences, verb=verb, at=at)


@given(rules, facts, audiences, st.sampled_from(VERBS), instants)
def test_opens_at_is_the_first_instant_that_allows(rules, facts, audiences, verb, at):
    decision = decide(rules, facts, audiences, verb=verb, at=at)

    if decision.opens_at:
        assert not decision.allowed
        assert at < decision.opens_at
        just_before = decision.opens_at - timedelta(seconds=1)
        assert decide(rules, facts, audiences, verb=verb, at=decision.opens_at).allowed
        assert not decide(rules, facts, audiences, verb=verb, at=max(at, just_before)).allowed


@given(rules, facts, audiences, st.sampled_from(VERBS), instants)
def test_every_decision_can_be_explained(rules, facts, audiences, verb, at):
    decision = decide(rules, facts, audiences, verb=verb, at=at)

    cites = {Reason.RULE, Reason.DELAY, Reason.AUDIENCE}
    assert (decision.rule is not None) == (decision.reason in cites) or decision.reason == Reason.EMBARGO
    assert decision.allowed == (decision.reason in {Reason.RULE, Reason.GRANT})
    assert not (decision.allowed and decision.remedy)


@given(facts, audiences, instants)
def test_no_rule_allows_nothing(facts, audiences, at):
    assert not decide([], facts, audiences, verb="download", at=at).allowed


@given(rules, facts, audiences, st.sampled_from(VERBS), instants)
def test_narrowing_closes_whatever_the_rules_and_grants_say(rules, facts, audiences, verb, at):
    window = Window(at, at + timedelta(days=1))
    shut = Facts(facts.kind, facts.published_on, narrowings=(window,), grants=(window,))

    assert decide(rules, shut, audiences, verb=verb, at=at).reason == Reason.NARROWED


@given(rules, facts, st.sampled_from(VERBS), instants)
def test_grant_opens_for_its_holder_alone(rules, facts, verb, at):
    window = Window(at, at + timedelta(days=1), holders=frozenset({"person:7"}))
    granted = Facts(facts.kind, facts.published_on, embargo_until=facts.embargo_until, grants=(window,))
    holder, other = named("person:7"), named("account")

    assert decide(rules, granted, holder, verb=verb, at=at).reason == Reason.GRANT
    assert decide(rules, granted, holder, verb=verb, at=window.ends_at).reason != Reason.GRANT
    assert decide(rules, granted, other, verb=verb, at=at) == decide(rules, facts, other, verb=verb, at=at)


def test_unpublished_is_for_nobody():
    everybody = Rule("R-01", "1")

    decision = decide([everybody], Facts("guide", TODAY, live=False), LADDER["team"], verb="see", at=NOON)

    assert (decision.allowed, decision.reason) == (False, Reason.UNPUBLISHED)


MEMBERS = Rule("R-01", "4.2", audiences=frozenset({"member"}))
MANAGERS = Rule("R-01", "6.1", audiences=frozenset({"manager"}))
TEAM = Rule("R-01", "3", audiences=frozenset({"team"}))
LATER = Rule("R-02", "5.2", delay_days=90)
CLOSED = Rule("R-03", "4.2", allows=False)


@pytest.mark.parametrize(
    ("rules", "audience", "remedy"),
    [
        ([MEMBERS, CLOSED], "public", Remedy.SIGN_IN),
        ([MEMBERS, CLOSED], "account", Remedy.JOIN),
        ([MANAGERS, CLOSED], "account", Remedy.JOIN),
        ([MANAGERS, CLOSED], "member", Remedy.ASK),
        ([MEMBERS, LATER], "public", Remedy.SIGN_IN),
        ([MEMBERS, LATER], "account", Remedy.WAIT),
        ([LATER], "public", Remedy.WAIT),
        ([TEAM, CLOSED], "account", Remedy.ASK),
        ([TEAM, CLOSED], "public", Remedy.NONE),
        ([MEMBERS, CLOSED], "member", Remedy.NONE),
    ],
)
def test_remedy_is_what_helps_soonest(rules, audience, remedy):
    assert decide(rules, Facts("tool", TODAY), named(audience), verb="download", at=NOON).remedy == remedy


def test_embargo_opens_on_the_first_day_that_the_rules_allow():
    embargo = NOON + timedelta(days=10)
    decision = decide([LATER], Facts("tool", TODAY, embargo_until=embargo), LADDER["public"], verb="see", at=NOON)

    assert decision.opens_at == opens_on(TODAY, 90)


def test_delay_counts_days_of_montreal_across_the_change_of_hour():
    assert opens_on(date(2026, 10, 1), 90) == datetime(2026, 12, 30, 0, 0, tzinfo=MONTREAL)
    assert opens_on(date(2026, 10, 1), 90).astimezone(UTC) == datetime(2026, 12, 30, 5, 0, tzinfo=UTC)


def test_unanswered_names_each_question_that_no_rule_answers():
    assert unanswered([TEAM, MEMBERS], kinds=["tool"], verbs=["see"]) == [
        ("tool", "public", "see"),
        ("tool", "account", "see"),
        ("tool", "board", "see"),
    ]
    assert unanswered([CLOSED], kinds=KINDS, verbs=VERBS) == []


def test_closest_is_the_narrowest_audience():
    assert closest(frozenset({"public", "account", "member", "manager"})) == "manager"
    assert closest(frozenset({"public"})) == "public"


@pytest.mark.parametrize(("name", "known"), [("team", True), ("group:comite", True), ("group:", False), ("all", False)])
def test_is_audience(name, known):
    assert is_audience(name) is known


@pytest.mark.parametrize(
    ("changed", "faulty"),
    [
        ({}, False),
        ({"clause": " "}, True),
        ({"explanation_fr": ""}, True),
        ({"kinds": ["poem"]}, True),
        ({"audiences": ["friends"]}, True),
        ({"verbs": ["burn"]}, True),
        ({"delay_days": 10**9}, True),
    ],
)
def test_fault_of_a_rule(changed, faulty):
    rule = RuleDraft(**({"clause": "1", "explanation_fr": "Public."} | changed))

    assert bool(fault_of(rule, kinds=KINDS, verbs=VERBS)) is faulty


def test_adopted_leads_nowhere():
    assert "adopted" not in NEXT


@pytest.mark.parametrize(
    ("role", "may"), [("board_secretary", True), ("administrator", True), ("librarian", True), ("editor", False)]
)
def test_may_write_policy(role, may):
    assert may_write_policy(Actor(person=None, roles=frozenset({role}))) is may
