from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cms.diffusion.actions import (
    ExampleDraft,
    RuleDraft,
    add_example,
    adopt_policy,
    change_policy,
    confirm_adoption,
    draft_first_policy,
    draft_next_policy,
    draft_policy,
    open_consultation,
    prepare_adoption,
    remove_example,
    replace_examples,
    replace_rules,
    withdraw_adoption,
)
from cms.diffusion.errors import (
    NoAdoptionPrepared,
    NobodyConsulted,
    NoSuchPolicy,
    NotBoardSecretary,
    PolicyExampleFails,
    PolicyExampleUnclear,
    PolicyInThePast,
    ResolutionInTheFuture,
    SamePersonAdopts,
)
from cms.diffusion.queries import (
    comparison,
    failing_examples,
    visible_version,
    visible_versions,
)
from cms.models import PolicyAdoption, PolicyExample
from registrations.actors import Actor, Role
from tests.factories.registrations import GroupFactory, MandateFactory, UserFactory
from tests.people import actor_for

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


def test_the_secretary_alone_confirms():
    version = draft(ALL)
    prepare(version)

    with pytest.raises(NotBoardSecretary):
        confirm_adoption(version, by=LIBRARIAN, at=AT)


def test_who_prepared_does_not_confirm():
    secretary, other = (actor_for(UserFactory(), Role.BOARD_SECRETARY) for _ in range(2))
    version = draft(ALL)
    prepare(version, by=secretary)

    with pytest.raises(SamePersonAdopts):
        confirm_adoption(version, by=secretary, at=AT)
    assert confirm_adoption(version, by=other, at=AT).state == "adopted"


def test_the_database_wants_two_people_as_well():
    adoption = prepare(draft(ALL), by=actor_for(UserFactory(), Role.LIBRARIAN))

    with pytest.raises(IntegrityError, match="policyadoption_two_people"):
        PolicyAdoption.objects.filter(pk=adoption.pk).update(confirmed_by=adoption.prepared_by)


def test_nothing_is_confirmed_that_nobody_prepared():
    with pytest.raises(NoAdoptionPrepared):
        confirm_adoption(draft(ALL), by=SECRETARY, at=AT)


@pytest.mark.parametrize("change", ["rules", "words", "examples", "withdrawn"])
def test_what_changes_after_it_was_prepared_is_prepared_again(change):
    version = draft(ALL)
    prepare(version)
    common = {"by": SECRETARY, "at": AT}
    {
        "rules": lambda: replace_rules(version, rules=[ALL, ALL], **common),
        "words": lambda: change_policy(version, title_fr="x", title_en="", text_fr="", text_en="", **common),
        "examples": lambda: replace_examples(version, examples=[], **common),
        "withdrawn": lambda: withdraw_adoption(version, **common),
    }[change]()

    with pytest.raises(NoAdoptionPrepared):
        confirm_adoption(version, by=SECRETARY, at=AT)


def test_without_a_date_it_takes_effect_when_it_is_confirmed():
    version = draft(ALL)
    prepare(version, effective_from=None)

    assert confirm_adoption(version, by=SECRETARY, at=LATER).effective_from == LATER
    assert PolicyAdoption.objects.get().effective_from == LATER


def test_a_date_that_passed_before_the_confirmation_is_refused():
    version = draft(ALL)
    prepare(version, effective_from=AT)

    with pytest.raises(PolicyInThePast):
        confirm_adoption(version, by=SECRETARY, at=LATER)


def test_a_resolution_of_tomorrow_is_refused():
    with pytest.raises(ResolutionInTheFuture):
        prepare(draft(ALL), decided_on=LATER.date())


def test_only_the_machine_brings_in_what_was_adopted_before():
    version = draft(ALL)

    with pytest.raises(NotBoardSecretary):
        adopt_policy(version, resolution="1", effective_from=LATER, by=SECRETARY, at=AT)
    assert adopt_policy(version, resolution="1", effective_from=LATER, by=LOADER, at=AT).state == "adopted"


def test_an_example_that_fails_blocks_the_consultation_and_the_adoption():
    version = draft(ALL)
    add_example(version, example=NEVER_PUBLIC, by=SECRETARY, at=AT)

    with pytest.raises(PolicyExampleFails, match="Jamais public"):
        consult(version)
    with pytest.raises(PolicyExampleFails):
        prepare(version)

    remove_example(version, order=1, by=SECRETARY, at=AT)
    assert adopt(version).state == "adopted"


def test_an_example_that_fails_when_the_adoption_is_confirmed_blocks_it_too():
    """Nothing of ours writes it so late: the check does not rest on that."""
    version = draft(ALL)
    prepare(version)
    PolicyExample.objects.create(policy=version, order=1, **asdict(NEVER_PUBLIC))

    with pytest.raises(PolicyExampleFails):
        confirm_adoption(version, by=SECRETARY, at=AT)


@pytest.mark.parametrize("field", [{"kind": "poem"}, {"audience": "all"}, {"verb": "burn"}, {"sentence_fr": " "}])
def test_unclear_example_changes_nothing(field):
    version = draft(ALL)

    with pytest.raises(PolicyExampleUnclear):
        add_example(version, example=replace(NEVER_PUBLIC, **field), by=SECRETARY, at=AT)
    assert version.examples.count() == 0


def test_next_version_keeps_the_examples():
    adopt(draft_first_policy(by=SECRETARY, at=AT))

    version = draft_next_policy(start="current", by=LIBRARIAN, at=LATER)

    assert version.examples.count() == 6
    assert failing_examples(version) == []


@pytest.mark.parametrize("audiences", [[], ["everybody"]])
def test_somebody_known_is_consulted(audiences):
    with pytest.raises(NobodyConsulted):
        open_consultation(draft(ALL), audiences=audiences, by=SECRETARY, at=AT)


def test_draft_in_consultation_is_read_by_those_who_are_consulted_alone():
    person, other = UserFactory(), UserFactory()
    group = GroupFactory(slug="recherche")
    MandateFactory(group=group, person=person, starts_on=AT.date())
    version = draft(ALL)
    readers = [actor_for(person), actor_for(other), Actor(person=None), actor_for(other, Role.EDITOR)]

    def who():
        return [[row.number for row in visible_versions(by, at=AT)] for by in readers]

    assert who() == [[], [], [], [1]]
    open_consultation(version, audiences=["group:recherche"], by=SECRETARY, at=AT)
    assert who() == [[1], [], [], [1]]
    with pytest.raises(NoSuchPolicy):
        visible_version(1, by=actor_for(other), at=AT)
    assert visible_version(1, by=actor_for(person), at=AT) == version
    adopt(version)
    assert who() == [[1], [1], [1], [1]]


def test_comparison_says_what_opens_and_what_closes():
    before = draft(RuleDraft("1", "a", kinds=["guide"]), RuleDraft("2", "b", kinds=["tool"], delay_days=30))
    after = draft(
        RuleDraft("1", "a", kinds=["guide"], audiences=["member"]), RuleDraft("2", "b", kinds=["tool"], delay_days=10)
    )

    found = comparison(before, after)

    closed = [each for each in found if each.kind == "guide"]
    assert {each.audience for each in closed} == {"public", "account", "board", "team"}
    assert not any(each.opens for each in closed)
    opened = [each for each in found if each.kind == "tool"]
    assert (len(opened), {(each.before, each.after, each.opens) for each in opened}) == (28, {(30, 10, True)})
    assert len(closed) + len(opened) == len(found)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cms_policyexample SET allowed = NOT allowed WHERE policy_id = %s",
        "DELETE FROM cms_policyexample WHERE policy_id = %s",
        "UPDATE cms_policyadoption SET resolution = 'x' WHERE policy_id = %s",
        "UPDATE cms_policyadoption SET confirmed_at = NULL WHERE policy_id = %s",
        "DELETE FROM cms_policyadoption WHERE policy_id = %s",
    ],
)
def test_examples_and_resolution_of_an_adopted_version_refuse_raw_sql(sql):
    version = adopt(draft_first_policy(by=SECRETARY, at=AT))

    with pytest.raises(IntegrityError, match="is_frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [version.pk])


def test_who_confirmed_may_be_another_record_of_the_same_person():
    """Two records of one person can be merged after the adoption."""
    adopt(draft(ALL))

    assert PolicyAdoption.objects.update(confirmed_by=UserFactory()) == 1
