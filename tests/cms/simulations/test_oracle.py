"""A simulation counts what each decision, taken one by one, says; and what is kept never moves."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.diffusion.actions import RuleDraft, discard_policy, draft_policy, replace_rules
from cms.diffusion.errors import NotPolicyWriter
from cms.diffusion.models import Verb
from cms.diffusion.queries import Policy, as_rule, rules_of
from cms.diffusion.rules import audiences_in
from cms.library.models import Narrowing, Resource
from cms.library.queries import allowed, reader_as
from cms.models import PolicyRule, PolicySimulation
from cms.simulations import jobs
from cms.simulations.actions import ask_simulation
from cms.simulations.queries import concerned, impact_of, simulate
from registrations.actors import Actor, Role
from tests.factories.cms import ResourceFactory, adopted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 6, 13, tzinfo=UTC)
LIBRARIAN = Actor(person=None, roles=frozenset({Role.LIBRARIAN}))
KINDS, NAMES = ["guide", "tool"], ["public", "member", "board", "group:comite"]
DRAFTS = st.lists(
    st.builds(
        RuleDraft,
        clause=st.just("1"),
        explanation_fr=st.just("x"),
        kinds=st.lists(st.sampled_from(KINDS), max_size=1),
        audiences=st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        verbs=st.lists(st.sampled_from(["see", "read", "download"]), max_size=2, unique=True),
        delay_days=st.sampled_from([0, 0, 10, 90]),
        allows=st.booleans(),
    ),
    max_size=4,
)


@pytest.fixture
def library():
    for kind in KINDS:
        for days in (0, 1, 9, 10, 11, 89, 90, 91, 400):
            ResourceFactory(kind=kind, published_on=NOW.date() - timedelta(days=days))
    ResourceFactory(published_on=NOW.date() + timedelta(days=1))
    ResourceFactory(embargo_until=NOW + timedelta(days=1))
    ResourceFactory(embargo_until=NOW)
    ResourceFactory(live=False)
    end = NOW + timedelta(days=1)
    Narrowing.objects.create(resource=ResourceFactory(), reason="x", verbs=["see"], starts_at=NOW, ends_at=end)


def rules(drafts):
    return tuple(as_rule(PolicyRule(order=n, **asdict(draft))) for n, draft in enumerate(drafts, start=1))


def one_by_one(before, after):
    """Each resource, audience and verb asked of both lists of rules."""
    gained, lost, changed = 0, 0, set()
    for audience in audiences_in(before, after):
        for verb in Verb.values:
            old, new = (
                set(
                    concerned(NOW)
                    .filter(allowed(reader_as(audience), Policy(1, each), verb=verb, at=NOW))
                    .values_list("pk", flat=True)
                )
                for each in (before, after)
            )
            gained, lost, changed = gained + len(new - old), lost + len(old - new), changed | (new ^ old)
    return gained, lost, len(changed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=DRAFTS, after=DRAFTS)
def test_simulation_counts_what_decisions_say(library, before, after):
    with transaction.atomic():
        current = draft_policy(title_fr="x", rules=before, by=LIBRARIAN, at=NOW)
        found = simulate(rules(after), at=NOW, against=current).outcome
        assert (found.gained, found.lost, found.changed) == one_by_one(rules_of(current), rules(after))
        assert sum(cell.gained for cell in found.cells) == found.gained
        transaction.set_rollback(True)


@pytest.mark.parametrize("count", [1, 30])
def test_simulation_takes_as_many_statements_for_any_library(count, django_assert_max_num_queries):
    adopted({})
    ResourceFactory.create_batch(count)

    with django_assert_max_num_queries(4):
        assert simulate((), at=NOW).outcome.lost == count * 28


def draft(*drafts):
    return draft_policy(title_fr="x", rules=drafts, by=LIBRARIAN, at=NOW)


def keep(version):
    row = ask_simulation(version, by=LIBRARIAN, at=NOW)
    jobs.begin(row)
    row.refresh_from_db()
    return row


ALL = RuleDraft("1", "Public.")


def test_what_is_kept_has_its_list_and_never_moves(library):
    row = keep(version := draft(ALL))

    listed = row.file.read().decode("utf-8-sig").splitlines()
    assert (row.state, row.resources_done, len(listed) - 1) == ("done", row.resources, row.resources)
    assert listed[0] == "Sorte de ressource,Titre,Publié,Adresse,S’ouvre à,Se ferme à"
    assert row.result["changed"] == concerned(NOW).filter(published_on__lte=NOW.date()).count()
    with pytest.raises(IntegrityError, match="policysimulation_kept_is_frozen"), transaction.atomic():
        PolicySimulation.objects.update(resources=1)
    assert impact_of(version).present
    Resource.objects.update(published_on=date(2030, 1, 1))
    replace_rules(version, rules=[ALL, ALL], by=LIBRARIAN, at=NOW)
    assert (impact_of(version).present, impact_of(version).simulation.result) == (False, row.result)
    discard_policy(version, by=LIBRARIAN, at=NOW)
    assert PolicySimulation.objects.count() == 0


def test_large_library_is_left_to_the_worker(library, monkeypatch, django_capture_on_commit_callbacks, work_off):
    monkeypatch.setattr(jobs, "AT_ONCE", 3)
    monkeypatch.setattr(jobs, "CHUNK", 5)
    with django_capture_on_commit_callbacks(execute=True):
        row = keep(draft(ALL))
    assert (row.state, row.resources_done) == ("waiting", 0)

    work_off()

    row.refresh_from_db()
    assert (row.state, row.resources_done) == ("done", row.resources)
    jobs.write_list(row.pk)
    assert PolicySimulation.objects.get().sha256 == row.sha256


def test_interrupted_list_is_taken_up_again(library, work_off, django_capture_on_commit_callbacks):
    row = ask_simulation(draft(ALL), by=LIBRARIAN, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.resume_simulations.call_local() == 1
    work_off()
    row.refresh_from_db()
    assert row.state == "done"


def test_only_those_who_write_the_policy_simulate_it():
    with pytest.raises(NotPolicyWriter):
        ask_simulation(draft(ALL), by=Actor(person=None, roles=frozenset({Role.EDITOR})), at=NOW)


def test_screens_show_the_effect_live_and_kept(team, library):
    client, version = team("librarian"), draft()
    rule = {"position": 1, "clause": "1.1", "allows": "yes", "delay_days": 0, "explanation_fr": "Public."}

    effect = client.post(reverse("simulations:direct", args=[version.pk]), rule).content.decode()
    assert "réponses s’ouvrent" in effect
    assert version.rules.count() == 0
    nothing = client.get(reverse("simulations:direct", args=[version.pk])).content.decode()
    assert "Rien ne change aujourd’hui" in nothing

    replace_rules(version, rules=[ALL], by=LIBRARIAN, at=NOW)
    page = client.get(reverse("simulations:version", args=[version.pk])).content.decode()
    assert "Ce qui s’ouvre" in page
    assert "<svg" in page
    kept = client.post(reverse("simulations:version", args=[version.pk]), follow=True).content.decode()
    assert "Télécharger la liste des ressources" in kept
    row = PolicySimulation.objects.get()
    assert client.get(reverse("simulations:liste", args=[row.pk])).status_code == 200
    assert (
        "Effet sur la bibliothèque"
        in client.get(reverse("politique-de-diffusion:inspect", args=[version.pk])).content.decode()
    )
