from datetime import UTC, date, datetime, timedelta

import pytest

from cms.diffusion.models import ResourceKind
from cms.diffusion.queries import policy_in_force
from cms.diffusion.rules import MONTREAL
from cms.library.errors import NoSuchResource
from cms.library.models import Grant, Narrowing, Resource
from cms.library.queries import (
    Filters,
    ahead,
    explain,
    guarded_file,
    listing,
    next_change,
    prospects,
    reader,
    reader_as,
    record,
)
from registrations.memberships.models import Membership
from tests.factories.cms import ResourceFactory, ResourceFileFactory, adopted
from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 6, 13, tzinfo=UTC)
DAY = timedelta(days=1)
MEMBERS = {"kinds": ["tool"], "audiences": ["member"], "clause": "4.2"}
CLOSED_TOOLS = {"kinds": ["tool"], "verbs": ["download"], "allows": False, "clause": "4.2"}
SEEN = {"verbs": ["see"], "clause": "2.1"}
OPEN_GUIDES = {"kinds": ["guide"], "clause": "2.2"}
LATE_RESEARCH = {"kinds": ["research"], "delay_days": 90, "clause": "5.2"}
POLICY = (OPEN_GUIDES, MEMBERS, CLOSED_TOOLS, SEEN, LATE_RESEARCH)


def member(role="practitioner", **membership):
    post = AffiliationFactory(role=role)
    MembershipFactory(organisation=post.organisation, **membership)
    return post.person


def test_reader_knows_audiences_and_organisations():
    person = member()

    found = reader(person, at=NOW)

    assert found.audiences == {"public", "account", "member"}
    assert found.organisations == tuple(person.affiliations.values_list("organisation_id", flat=True))
    assert (found.audience, found.lapsed) == ("member", False)


def test_reader_whose_membership_ended_is_asked_to_renew():
    adopted(*POLICY)
    person = member()
    Membership.objects.update(lapses_on=date(2026, 10, 6), ends_on=date(2026, 9, 1))
    file = ResourceFileFactory(resource__kind="tool")

    access = guarded_file(file.uuid, to=person, at=NOW).access

    assert (access.allowed, access.reason, access.remedy) == (False, "audience", "renew")


@pytest.mark.parametrize(
    ("who", "allowed_", "remedy"),
    [("visitor", False, "sign_in"), ("account", False, "join"), ("member", True, ""), ("unverified", False, "join")],
)
def test_guarded_file_of_a_tool(who, allowed_, remedy):
    adopted(*POLICY)
    file = ResourceFileFactory(resource__kind="tool")
    people = {"visitor": lambda: None, "account": UserFactory, "member": member, "unverified": unverified}

    access = guarded_file(file.uuid, to=people[who](), at=NOW).access

    assert (access.allowed, access.remedy, access.policy) == (allowed_, remedy, 1)
    assert access.clause == "4.2"


def unverified():
    person = member()
    person.affiliations.update(verified_at=None)
    return person


def test_guarded_file_of_a_hidden_record_does_not_exist():
    adopted(OPEN_GUIDES)
    file = ResourceFileFactory(resource__kind="tool")

    with pytest.raises(NoSuchResource):
        guarded_file(file.uuid, to=UserFactory(), at=NOW)


def test_without_policy_nothing_exists():
    file = ResourceFileFactory()

    with pytest.raises(NoSuchResource):
        guarded_file(file.uuid, to=None, at=NOW)
    assert listing(reader_as("team"), Filters(), at=NOW, limit=20, offset=0).count == 0


def test_delay_says_the_day():
    adopted(*POLICY)
    file = ResourceFileFactory(resource__kind="research", resource__published_on=date(2026, 9, 1))

    access = guarded_file(file.uuid, to=None, at=NOW).access

    assert (access.reason, access.remedy, access.clause) == ("delay", "wait", "5.2")
    assert access.opens_at == datetime(2026, 11, 30, tzinfo=MONTREAL)
    assert "30\u00a0novembre\u00a02026" in access.message


def test_explain_says_each_verb():
    adopted(*POLICY)
    resource = ResourceFactory(kind="tool")

    found = explain(resource, reader_as("public"), at=NOW)

    assert {verb: access.allowed for verb, access in found.items()} == {
        "see": True,
        "read": False,
        "download": False,
        "print": False,
    }


def titles(found):
    return sorted(resource.title for resource in found.resources)


def listed(**filters):
    return listing(reader_as("public"), Filters(**filters), at=NOW, limit=20, offset=0)


@pytest.fixture
def works():
    from cms.library.actions import add_resource, add_topic
    from registrations.actors import Actor

    adopted(*POLICY)
    by = Actor.system("test")
    youth = add_topic(slug="jeunesse", name_fr="Jeunesse", by=by, at=NOW)
    common = {"by": by, "at": NOW, "published_on": date(2026, 2, 1)}
    rows = [
        add_resource(title="L’emploi des jeunes", kind="guide", topics=[youth], **common),
        add_resource(title="Les emplois d'été", kind="guide", **common | {"published_on": date(2025, 2, 1)}),
        add_resource(title="Aide aux employeurs", kind="tool", topics=[youth], **common),
        add_resource(title="Work and youth", kind="guide", language="en", **common),
    ]
    Resource.objects.update(live=True, state="published")
    for row in rows:
        ResourceFileFactory(resource=row, language=row.locale.language_code)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("emploi", ["L’emploi des jeunes", "Les emplois d'été"]),
        ("EMPLOIS", ["L’emploi des jeunes", "Les emplois d'été"]),
        ("l'emploi", ["L’emploi des jeunes", "Les emplois d'été"]),
        ("ete", ["Les emplois d'été"]),
        ("jeunesse", ["Aide aux employeurs", "L’emploi des jeunes"]),
        ("emploi jeunes", ["L’emploi des jeunes"]),
        ('"', ["Aide aux employeurs", "L’emploi des jeunes", "Les emplois d'été", "Work and youth"]),
        ("100%_", []),
        ("zzz", []),
    ],
)
def test_search_finds_words_whatever_their_accents_apostrophes_and_plurals(works, q, expected):
    assert titles(listed(q=q)) == sorted(expected)


def test_facets_count_what_each_filter_would_leave(works):
    found = listed(topic=("jeunesse",))

    assert (found.count, titles(found)) == (2, ["Aide aux employeurs", "L’emploi des jeunes"])
    assert found.facets == {
        "kind": {"guide": 1, "tool": 1},
        "topic": {"jeunesse": 2},
        "language": {"fr": 2},
        "year": {"2026": 2},
        "audience": {"public": 1, "account": 1, "member": 2, "manager": 2, "director": 2, "board": 1, "team": 1},
        "collection": {},
    }


def test_facet_ignores_its_own_filter(works):
    found = listed(kind=("tool",))

    assert (found.count, found.facets["kind"]) == (1, {"guide": 3, "tool": 1})


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"year": (2025,)}, 1),
        ({"language": ("en",)}, 1),
        ({"available": True}, 3),
        ({"audience": ("member",)}, 4),
        ({"audience": ("public",)}, 3),
    ],
)
def test_filters(works, filters, count):
    assert (listed(**filters).count, len(listed(**filters).resources)) == (count, count)


def test_translations_are_one_work():
    from cms.library.actions import translate_resource
    from registrations.actors import Actor

    adopted(*POLICY)
    french = ResourceFileFactory(resource__title="Rapport").resource
    english = translate_resource(french, language="en", title="Report", by=Actor.system("test"), at=NOW)
    Resource.objects.update(live=True, state="published")
    ResourceFileFactory(resource=english, language="en")

    assert titles(listed()) == ["Rapport"]
    found = record(french.slug, reader_as("public"), at=NOW)
    assert [file.language for file, _access in found.files] == ["fr", "en"]
    assert [other.title for other in found.translations] == ["Report"]


def test_only_the_present_edition_is_shown():
    adopted(*POLICY)
    resource = ResourceFactory()
    for edition in (1, 2):
        ResourceFileFactory(resource=resource, edition=edition)

    assert [file.edition for file, _access in record(resource.slug, reader_as("public"), at=NOW).files] == [2]


@pytest.mark.parametrize("count", [1, 3])
def test_budgets(count, django_assert_max_num_queries):
    adopted(*POLICY)
    files = [ResourceFileFactory() for _ in range(count)]
    asking = reader_as("member")

    with django_assert_max_num_queries(5 + 4):
        assert len(listing(asking, Filters(), at=NOW, limit=20, offset=0).resources) == count
    with django_assert_max_num_queries(7):
        record(files[0].resource.slug, asking, at=NOW)
    with django_assert_max_num_queries(3):
        guarded_file(files[0].uuid, to=None, at=NOW)


def test_next_change_is_the_earliest_of_all_that_moves():
    assert next_change(NOW) == datetime(2026, 10, 7, tzinfo=MONTREAL)

    ResourceFactory(embargo_until=NOW + timedelta(hours=3))
    assert next_change(NOW) == NOW + timedelta(hours=3)

    adopted({}, effective_from=NOW + timedelta(hours=2))
    assert next_change(NOW) == NOW + timedelta(hours=2)

    Narrowing.objects.create(
        resource=ResourceFactory(), reason="x", starts_at=NOW - DAY, ends_at=NOW + timedelta(hours=1)
    )
    assert next_change(NOW) == NOW + timedelta(hours=1)


def test_policy_kinds_are_those_of_the_resources():
    assert policy_in_force(NOW).number == 0
    assert len(ResourceKind.values) == 10


def test_prospects_say_now_and_in_a_month():
    adopted(*POLICY)
    adopted({"clause": "1"}, number=2, effective_from=NOW + 10 * DAY)
    resource = ResourceFactory(kind="tool", embargo_until=NOW + 3 * DAY)
    Grant.objects.create(
        resource=resource, person=UserFactory(), reason="x", starts_at=NOW - DAY, ends_at=NOW + 5 * DAY
    )
    Narrowing.objects.create(resource=resource, reason="x", starts_at=NOW + 2 * DAY, ends_at=NOW + 60 * DAY)

    see_now, see_later = prospects(resource, at=NOW)[0].verbs[0]
    assert (see_now.reason, see_later.reason) == ("embargo", "narrowed")
    assert [moment for moment, _words in ahead(resource, at=NOW)] == [NOW + n * DAY for n in (2, 3, 5, 10)]
    Narrowing.objects.all().delete()
    download_now, download_later = prospects(resource, at=NOW)[0].verbs[1]
    assert (download_now.allowed, download_later.allowed, download_later.policy) == (False, True, 2)
