from datetime import UTC, datetime, timedelta

import pytest

from cms.diffusion.actions import (
    ExampleDraft,
    RuleDraft,
    add_example,
    change_policy,
    confirm_adoption,
    discard_policy,
    draft_first_policy,
    draft_policy,
    open_consultation,
    prepare_adoption,
    replace_rules,
    withdraw_adoption,
)
from cms.diffusion.errors import (
    NotPolicyWriter,
    PolicyInThePast,
    PolicyIsAdopted,
    PolicyRuleUnclear,
    PolicyUnanswered,
    PolicyWithoutResolution,
    TwoPoliciesAtOnce,
)
from cms.diffusion.queries import (
    matrix,
    policy_in_force,
    questions_left,
)
from cms.models import PolicyVersion
from registrations.actors import Actor, Role
from registrations.caching.queries import generation
from registrations.errors import WrongState
from registrations.journal.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
LATER = AT + timedelta(days=1)
SECRETARY = Actor(person=None, roles=frozenset({Role.BOARD_SECRETARY}))
LIBRARIAN = Actor(person=None, roles=frozenset({Role.LIBRARIAN}))
ALL = RuleDraft(clause="1", explanation_fr="Public.")


EDITOR = Actor(person=None, roles=frozenset({Role.EDITOR}))
LOADER = Actor.system("loader")
NEVER_PUBLIC = ExampleDraft("Jamais public.", kind="survey", audience="public", verb="download", allowed=False)


def consult(version):
    return open_consultation(version, audiences=["member"], by=SECRETARY, at=AT)


def draft(*rules, title="Politique"):
    return draft_policy(title_fr=title, rules=rules, by=SECRETARY, at=AT)


def prepare(version, *, effective_from=LATER, resolution="CA-2026-14", by=LIBRARIAN, **decided):
    decided = {"decided_on": AT.date()} | decided
    return prepare_adoption(version, resolution=resolution, effective_from=effective_from, by=by, at=AT, **decided)


def adopt(version, **decided):
    prepare(version, **decided)
    return confirm_adoption(version, by=SECRETARY, at=AT)


def test_versions_are_numbered_in_turn():
    assert [draft().number, draft().number] == [1, 2]


def test_adopted_policy_takes_effect_on_its_day():
    adopt(draft(ALL))

    assert policy_in_force(AT).number == 0
    assert policy_in_force(AT).rules == ()
    assert policy_in_force(LATER).number == 1
    assert [rule.clause for rule in policy_in_force(LATER).rules] == ["1"]


def test_latest_version_is_the_one_in_force():
    adopt(draft(ALL))
    adopt(draft(ALL), effective_from=LATER + timedelta(days=30))

    assert [policy_in_force(LATER + timedelta(days=days)).number for days in (0, 29, 30)] == [1, 1, 2]


def test_policy_in_force_is_one_statement(django_assert_num_queries):
    adopt(draft(ALL, ALL))

    with django_assert_num_queries(1):
        assert len(policy_in_force(LATER).rules) == 2


def test_adoption_needs_an_answer_to_every_question():
    version = draft(RuleDraft(clause="1", explanation_fr="Les guides.", kinds=["guide"]))

    with pytest.raises(PolicyUnanswered):
        adopt(version)

    version.refresh_from_db()
    assert version.state == "draft"


def test_adoption_needs_a_resolution():
    with pytest.raises(PolicyWithoutResolution):
        adopt(draft(ALL), resolution=" ")


def test_adoption_is_not_retroactive():
    with pytest.raises(PolicyInThePast):
        adopt(draft(ALL), effective_from=AT - timedelta(seconds=1))


def test_two_versions_cannot_take_effect_at_once():
    adopt(draft(ALL))

    with pytest.raises(TwoPoliciesAtOnce):
        adopt(draft(ALL))


def test_adopted_version_refuses_every_change():
    version = adopt(draft(ALL))

    with pytest.raises(PolicyIsAdopted):
        replace_rules(version, rules=[ALL], by=SECRETARY, at=AT)
    with pytest.raises(PolicyIsAdopted):
        prepare(version)
    with pytest.raises(PolicyIsAdopted):
        confirm_adoption(version, by=SECRETARY, at=AT)
    with pytest.raises(PolicyIsAdopted):
        withdraw_adoption(version, by=SECRETARY, at=AT)
    with pytest.raises(PolicyIsAdopted):
        add_example(version, example=NEVER_PUBLIC, by=SECRETARY, at=AT)
    with pytest.raises(PolicyIsAdopted):
        discard_policy(version, by=SECRETARY, at=AT)
    with pytest.raises(PolicyIsAdopted):
        change_policy(version, title_fr="x", title_en="", text_fr="", text_en="", by=SECRETARY, at=AT)


def test_consultation_then_adoption():
    version = consult(draft(ALL))

    assert version.state == "consultation"
    assert adopt(version).state == "adopted"
    assert [entry.action for entry in Entry.objects.order_by("id")] == [
        "diffusion.draft",
        "diffusion.consult",
        "diffusion.prepare-adoption",
        "diffusion.adopt",
    ]


def test_consultation_twice_is_refused():
    version = consult(draft(ALL))

    with pytest.raises(WrongState):
        consult(version)


def test_replace_rules_writes_them_in_order():
    version = replace_rules(
        draft(ALL), rules=[RuleDraft("2", "a"), RuleDraft("1", "b", allows=False)], by=SECRETARY, at=AT
    )

    assert [(rule.code, rule.clause, rule.allows) for rule in version.rules.all()] == [
        ("R-01", "2", True),
        ("R-02", "1", False),
    ]


def test_unclear_rule_changes_nothing():
    version = draft(ALL)

    with pytest.raises(PolicyRuleUnclear) as refusal:
        replace_rules(version, rules=[ALL, RuleDraft("2", "a", kinds=["poem"])], by=SECRETARY, at=AT)

    assert refusal.value.members["number"] == 2
    assert version.rules.count() == 1


def test_change_policy_changes_the_words():
    version = change_policy(draft(), title_fr="Autre", title_en="Other", text_fr="a", text_en="b", by=SECRETARY, at=AT)

    assert (version.title_fr, version.text_en) == ("Autre", "b")


def test_discarded_draft_is_gone():
    discard_policy(draft(ALL), by=SECRETARY, at=AT)

    assert PolicyVersion.objects.count() == 0


def test_only_the_secretary_and_the_librarians_write():
    version = draft(ALL)

    with pytest.raises(NotPolicyWriter):
        draft_policy(title_fr="x", by=EDITOR, at=AT)
    with pytest.raises(NotPolicyWriter):
        prepare(version, by=EDITOR)


def test_adoption_renews_what_was_cached():
    before = generation("library")

    adopt(draft(ALL))

    assert generation("library") == before + 1


def test_first_policy_can_be_adopted_as_it_is():
    version = draft_first_policy(by=SECRETARY, at=AT)

    assert questions_left(version) == []
    assert adopt(version).state == "adopted"
    assert all(rule.explanation_en for rule in version.rules.all())


PUBLIC, ACCOUNT, MEMBER, MANAGER, DIRECTOR, BOARD, TEAM = range(7)
NEVER = None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("guide", [0, 0, 0, 0, 0, 0, 0]),
        ("brief", [0, 0, 0, 0, 0, 0, 0]),
        ("annual_report", [0, 0, 0, 0, 0, 0, 0]),
        ("research", [90, 90, 0, 0, 0, 0, 0]),
        ("tool", [NEVER, NEVER, 0, 0, 0, 0, 0]),
        ("memory_aid", [NEVER, NEVER, 0, 0, 0, 0, 0]),
        ("survey", [NEVER, NEVER, 0, 0, 0, 0, 0]),
        ("newsletter", [NEVER, NEVER, 0, 0, 0, 0, 0]),
        ("video", [NEVER, NEVER, 0, 0, 0, 0, 0]),
        ("pay_survey", [NEVER, NEVER, NEVER, 0, 0, 0, 0]),
    ],
)
def test_first_policy_says_who_downloads_what_and_when(kind, expected):
    adopt(draft_first_policy(by=SECRETARY, at=AT))

    row = next(row for row in matrix(policy_in_force(LATER).rules) if row.kind == kind)

    assert [cell.opening.delay_days for cell in row.cells] == expected
