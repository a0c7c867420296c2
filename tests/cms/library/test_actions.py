from datetime import UTC, date, datetime, timedelta

import pytest

from cms.library.actions import (
    add_file,
    add_resource,
    add_topic,
    change_resource,
    grant_access,
    lift_narrowing,
    narrow_access,
    publish_resource,
    record_download,
    translate_resource,
    withdraw_grant,
    withdraw_resource,
)
from cms.library.errors import (
    NotLibrarian,
    OneHolder,
    ReasonMissing,
    ResourceWithoutFile,
    SameFile,
    SlugIsFrozen,
    SlugTaken,
    TranslationExists,
    WindowUpsideDown,
)
from cms.library.models import DownloadCount, Grant, Narrowing, Resource
from cms.search.models import SearchEntry
from registrations.actors import Actor, Role
from registrations.caching.queries import generation
from registrations.files.uploads import Received, received
from registrations.journal.models import Entry
from tests.factories.cms import ResourceFactory, ResourceFileFactory
from tests.factories.registrations import OrganisationFactory, UserFactory
from tests.registrations.files.pdfs import pdf, upload

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
LIBRARIAN = Actor(person=None, roles=frozenset({Role.LIBRARIAN}))
BY = {"by": LIBRARIAN, "at": AT}
WINDOW = {"starts_at": AT, "ends_at": AT + timedelta(days=30)}


def add(title="L’accueil des stagiaires", **fields):
    return add_resource(title=title, kind="guide", published_on=date(2026, 2, 1), **BY, **fields)


def file(sha256="ab" * 32, extension="pdf"):
    return Received("library/2026/a.pdf", "Guide.pdf", extension, 10, sha256, 2)


def test_added_resource_is_a_draft_with_an_address():
    resource = add(topics=[add_topic(slug="stages", name_fr="Stages", **BY)])

    assert (resource.slug, resource.live, resource.locale.language_code) == ("l-accueil-des-stagiaires", False, "fr")
    entry = SearchEntry.objects.get(kind="resource", about=resource.pk)
    assert (entry.title, entry.summary) == ("accueil stagiair", "stag")
    assert [entry.action for entry in Entry.objects.order_by("id")] == ["library.topic", "library.add"]


def test_two_resources_cannot_share_an_address():
    add(slug="guide")

    with pytest.raises(SlugTaken):
        add("Autre", slug="guide")
    assert Resource.objects.count() == 1


def test_publishing_needs_a_file():
    resource = add()

    with pytest.raises(ResourceWithoutFile):
        publish_resource(resource, **BY)


def test_published_resource_is_live():
    resource = add()
    add_file(resource, file=file(), **BY)

    resource = publish_resource(resource, **BY)

    assert (resource.live, resource.first_published_at) == (True, AT)


def test_second_file_of_a_language_is_its_next_edition():
    resource = add()
    first = add_file(resource, file=file(), **BY)
    second = add_file(resource, file=file("cd" * 32), **BY)
    english = add_file(resource, file=file("ef" * 32), language="en", **BY)

    assert [(row.language, row.edition) for row in (first, second, english)] == [("fr", 1), ("fr", 2), ("en", 1)]


def test_same_bytes_again_are_refused():
    resource = add()
    add_file(resource, file=file(), **BY)

    with pytest.raises(SameFile):
        add_file(resource, file=file(), **BY)


def test_file_is_kept_with_its_facts():
    resource = add()

    with received(upload(pdf(3), "Guide d’accueil.pdf"), feature="library", at=AT) as checked:
        row = add_file(resource, file=checked, **BY)

    assert (row.original_name, row.pages, row.format, row.size) == ("Guide d’accueil.pdf", 3, "pdf", row.file.size)
    assert row.file.open().read() == pdf(3)


def change(resource, **fields):
    given = {
        "title": "Autre",
        "slug": resource.slug,
        "kind": "tool",
        "published_on": date(2026, 3, 1),
        "abstract": "",
        "authors": ["A"],
        "topics": [],
        "licence": "",
        "embargo_until": None,
    }
    return change_resource(resource, **(given | fields), **BY)


def test_change_reaches_all_languages_but_their_words():
    french = add()
    english = translate_resource(french, language="en", title="Hosting interns", **BY)

    change(french)

    english.refresh_from_db()
    assert (english.title, english.kind, english.published_on, english.authors) == (
        "Hosting interns",
        "tool",
        date(2026, 3, 1),
        ["A"],
    )


def test_second_translation_in_a_language_is_refused():
    french = add()
    translate_resource(french, language="en", title="Hosting interns", **BY)

    with pytest.raises(TranslationExists):
        translate_resource(french, language="en", title="Again", **BY)


def test_published_address_is_frozen():
    resource = add()
    change(resource, slug="autre")
    resource.refresh_from_db()
    add_file(resource, file=file(), **BY)
    publish_resource(resource, **BY)

    with pytest.raises(SlugIsFrozen):
        change(resource, slug="encore-autre")
    assert Resource.objects.get().slug == "autre"


def test_withdrawn_resource_is_gone_for_readers_and_kept():
    resource = withdraw_resource(ResourceFileFactory().resource, reason="Erreur", **BY)

    assert (resource.state, resource.live, resource.archived_at) == ("withdrawn", False, AT)
    assert resource.files.count() == 1
    assert publish_resource(resource, **BY).archived_at is None


def test_grant_is_for_one_person_or_one_organisation():
    resource, person, organisation = ResourceFactory(), UserFactory(), OrganisationFactory()

    grant = grant_access(resource, person=person, reason="Recherche", verbs=["download"], **WINDOW, **BY)

    assert (grant.person, grant.verbs) == (person, ["download"])
    for holders in ({}, {"person": person, "organisation": organisation}):
        with pytest.raises(OneHolder):
            grant_access(resource, reason="Recherche", **holders, **WINDOW, **BY)


def test_exceptions_need_a_reason_and_dates_in_order():
    resource = ResourceFactory()

    with pytest.raises(ReasonMissing):
        narrow_access(resource, reason=" ", **WINDOW, **BY)
    with pytest.raises(WindowUpsideDown):
        narrow_access(resource, reason="Plainte", starts_at=AT, ends_at=AT, **BY)


def test_withdrawn_grant_ends_at_once():
    resource = ResourceFactory()
    started = grant_access(
        resource,
        person=UserFactory(),
        reason="x",
        starts_at=AT - timedelta(days=1),
        ends_at=AT + timedelta(days=1),
        **BY,
    )
    to_come = grant_access(
        resource,
        person=UserFactory(),
        reason="x",
        starts_at=AT + timedelta(days=1),
        ends_at=AT + timedelta(days=2),
        **BY,
    )

    withdraw_grant(started, **BY)
    withdraw_grant(to_come, **BY)

    assert [grant.ends_at for grant in Grant.objects.all()] == [AT]


def test_lifted_narrowing_ends_at_once():
    narrowing = narrow_access(
        ResourceFactory(), reason="x", starts_at=AT - timedelta(days=1), ends_at=AT + timedelta(days=1), **BY
    )

    lift_narrowing(narrowing, **BY)

    assert Narrowing.objects.get().ends_at == AT


def test_downloads_are_added_up_by_day_audience_and_organisation():
    kept, organisation, on = ResourceFileFactory(), OrganisationFactory(), date(2026, 10, 6)
    for organisation_id in (None, None, organisation.pk, None):
        record_download(kept, audience="member", organisation_id=organisation_id, on=on)
    record_download(kept, audience="public", organisation_id=None, on=on)

    counts = DownloadCount.objects.order_by("audience", "-number").values_list("audience", "organisation", "number")
    assert list(counts) == [("member", None, 3), ("member", organisation.pk, 1), ("public", None, 1)]


@pytest.mark.parametrize(
    "act",
    [
        lambda resource, **by: add_topic(slug="x", name_fr="x", **by),
        publish_resource,
        lambda resource, **by: withdraw_resource(resource, reason="x", **by),
        lambda resource, **by: narrow_access(resource, reason="x", **WINDOW, **by),
        lambda resource, **by: grant_access(resource, reason="x", **WINDOW, **by),
    ],
)
@pytest.mark.parametrize("role", [Role.EDITOR, Role.BOARD_SECRETARY, None])
def test_only_librarians_keep_the_library(act, role):
    by = Actor(person=None, roles=frozenset({role} if role else ()))

    with pytest.raises(NotLibrarian):
        act(ResourceFactory(), by=by, at=AT)


def test_changes_renew_what_was_cached():
    before = generation("library")

    add()

    assert generation("library") == before + 1
