"""The decision as a condition of the database agrees with the decision in Python, and both with one's access."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from cms.diffusion.models import ResourceKind, Verb
from cms.diffusion.queries import Policy
from cms.diffusion.rules import LADDER, MONTREAL, Reason, Remedy, Rule
from cms.diffusion.sentences import remedy_sentence
from cms.library.models import Grant, Narrowing, Resource
from cms.library.queries import Reader, access_of, allowed, decisions, reader, reader_as
from tests.factories.cms import ResourceFactory
from tests.factories.registrations import (
    AffiliationFactory,
    GroupFactory,
    MandateFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 6, 13, tzinfo=UTC)
DAY = timedelta(days=1)
# Both changes of hour of that autumn and spring, and the minutes around midnights in Montréal.
INSTANTS = st.one_of(
    st.datetimes(datetime(2026, 9, 20), datetime(2026, 11, 20), timezones=st.just(UTC)),
    st.builds(
        lambda day, seconds: datetime(2026, 10, 1, tzinfo=MONTREAL) + day * DAY + timedelta(seconds=seconds),
        st.integers(0, 40),
        st.sampled_from([-1, 0, 1]),
    ),
)
NAMES = [*LADDER, "group:comite"]
KINDS, VERBS = ("guide", "tool", "research"), tuple(Verb.values)
RULES = st.lists(
    st.builds(
        Rule,
        code=st.just("R-01"),
        clause=st.just("1.1"),
        kinds=st.frozensets(st.sampled_from(KINDS), max_size=2),
        audiences=st.frozensets(st.sampled_from(NAMES), max_size=2),
        verbs=st.frozensets(st.sampled_from(VERBS), max_size=2),
        delay_days=st.sampled_from([0, 0, 1, 10, 90]),
        allows=st.booleans(),
        explanations=st.just({"fr": "Réservé.", "en": "Reserved."}),
    ),
    max_size=6,
)
WINDOWS = st.fixed_dictionaries(
    {
        "verbs": st.lists(st.sampled_from(VERBS), max_size=2, unique=True),
        "starts_at": INSTANTS,
        "length": st.sampled_from([timedelta(seconds=1), timedelta(hours=5), 12 * DAY, 60 * DAY]),
    }
)
WORKS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "published_on": st.dates(date(2026, 6, 1), date(2026, 12, 1)),
            "embargo_until": st.one_of(st.none(), INSTANTS),
            "live": st.sampled_from([True, True, True, False]),
            "narrowings": st.lists(WINDOWS, max_size=1),
            "grants": st.lists(st.tuples(WINDOWS, st.sampled_from(["person", "other", "organisation"])), max_size=2),
            "translated": st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def people():
    """A visitor, then somebody of each kind that a policy can tell from the others; grants go to the first of them."""
    found = {"visitor": None, "account": UserFactory()}
    for name, role in {"member": "practitioner", "manager": "manager", "director": "director"}.items():
        post = AffiliationFactory(role=role)
        MembershipFactory(organisation=post.organisation)
        found[name] = post.person
    lapsing = AffiliationFactory()
    MembershipFactory(organisation=lapsing.organisation, ends_on=date(2026, 10, 1), lapses_on=date(2026, 10, 20))
    unverified = AffiliationFactory(verified_at=None)
    MembershipFactory(organisation=unverified.organisation)
    sitting, inactive = UserFactory(), UserFactory(is_active=False)
    MandateFactory(group=GroupFactory(slug="comite"), person=sitting, starts_on=date(2026, 10, 5))
    return found | {
        "lapsing": lapsing.person,
        "unverified": unverified.person,
        "sitting": sitting,
        "inactive": inactive,
    }


def made(works, person, organisation):
    """The works of one example, with their exceptions and their other language."""
    other = UserFactory()
    english = Locale.objects.get_or_create(language_code="en")[0]
    for given_work in works:
        work = dict(given_work)
        narrowings, grants, translated = (work.pop(name) for name in ("narrowings", "grants", "translated"))
        resource = ResourceFactory(**work)
        same = {"translation_key": resource.translation_key, "locale": english}
        shown = ResourceFactory(**work | same) if translated else resource
        for window in narrowings:
            Narrowing.objects.create(resource=shown, reason="x", **dated(window))
        holders = {"person": {"person": person or other}, "other": {"person": other}}
        holders["organisation"] = {"organisation": organisation}
        for window, holder in grants:
            Grant.objects.create(resource=resource, reason="x", **dated(window), **holders[holder])


def dated(window):
    starts_at = window["starts_at"]
    return {"verbs": window["verbs"], "starts_at": starts_at, "ends_at": starts_at + window["length"]}


def agree(asking, policy, *, verb, at):
    by_query = set(Resource.objects.filter(allowed(asking, policy, verb=verb, at=at)).values_list("pk", flat=True))
    by_rule = decisions(Resource.objects.all(), asking, policy, verb=verb, at=at)
    assert by_query == {pk for pk, decision in by_rule.items() if decision.allowed}
    return by_rule


def explained(decisions_, policy, asking):
    """Every outcome has its sentence in both languages, with the clause that it rests on and what can be done."""
    for decision in decisions_:
        for language in ("fr", "en"):
            with translation.override(language):
                access = access_of(decision, policy, asking)
                assert access.message
                cited = decision.reason != Reason.GRANT and decision.clause
                assert not cited or (f"art.\u00a0{cited}" if language == "fr" else f"clause {cited}") in access.message
                assert bool(access.remedy) == bool(remedy_sentence(Remedy(access.remedy)))
        silent = asking.person_id is None and "account" not in asking.audiences
        assert decision.allowed or decision.remedy or silent or decision.reason == Reason.UNPUBLISHED


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works=WORKS, rules=RULES, who=st.sampled_from(range(9)), verb=st.sampled_from(VERBS), at=INSTANTS)
def test_query_agrees_with_the_decision_for_people(people, works, rules, who, verb, at):
    person = list(people.values())[who]
    policy = Policy(number=1, rules=tuple(rules))
    with transaction.atomic():
        asking = reader(person, at=at)
        organisation = person and person.affiliations.select_related("organisation").first()
        made(works, person, organisation.organisation if organisation else OrganisationFactory())
        explained(agree(asking, policy, verb=verb, at=at).values(), policy, asking)
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    works=WORKS,
    rules=RULES,
    audience=st.sampled_from(NAMES),
    holds=st.sampled_from(["", "person", "organisation", "both"]),
    verb=st.sampled_from(VERBS),
    at=INSTANTS,
)
def test_query_agrees_with_the_decision_for_audiences(works, rules, audience, holds, verb, at):
    policy = Policy(number=1, rules=tuple(rules))
    with transaction.atomic():
        person, organisation = UserFactory(), OrganisationFactory()
        asking = Reader(
            audiences=reader_as(audience).audiences,
            person_id=person.pk if holds in ("person", "both") else None,
            organisations=(organisation.pk,) if holds in ("organisation", "both") else (),
        )
        made(works, person, organisation)
        agree(asking, policy, verb=verb, at=at)
        transaction.set_rollback(True)


def test_kinds_of_a_policy_are_those_of_the_resources():
    assert set(KINDS) < set(ResourceKind.values)
