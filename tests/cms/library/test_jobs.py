"""Text of files: read by a task, searched by those who may have the file, by nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from cms.library import jobs
from cms.library.actions import lease_reading, record_text
from cms.library.jobs import read, sweep_readings
from cms.library.models import FilePage, Reading
from cms.library.queries import Filters, files_to_read, listing, reader_as
from registrations.files.errors import FileUnreadable
from registrations.files.storages import private_storage
from tests.factories.cms import ResourceFileFactory, adopted
from tests.registrations.files.pdfs import written

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 6, 13, tzinfo=UTC)
POLICY = (
    {"kinds": ["guide"], "clause": "2.2"},
    {"kinds": ["tool"], "audiences": ["member"], "clause": "4.2"},
    {"verbs": ["see"], "clause": "2.1"},
)
PAGES = ("Avant-propos", "La télépratique au quotidien, avec les personnes immigrées")


@pytest.fixture
def tool():
    adopted(*POLICY)
    name = private_storage().save("library/2026/b.pdf", ContentFile(written(*PAGES)))
    return ResourceFileFactory(resource__title="Grille", resource__kind="tool", file=name)


def found(who, q, **filters):
    return listing(reader_as(who), Filters(q=q, **filters), at=NOW, limit=20)


def test_text_of_a_file_is_read_then_found_with_its_page(tool):
    assert found("member", "telepratique").count == 0
    read(tool.pk, at=NOW)

    listed = found("member", "immigré telepratique")

    assert [row.title for row in listed.resources] == ["Grille"]
    shown = listed.excerpts[tool.resource_id]
    assert shown.page == 2
    assert [part.text for part in shown.parts if part.found] == ["télépratique", "immigrées"]
    assert Reading.objects.values_list("state", "attempts").get() == ("read", 1)


@pytest.mark.parametrize("q", ["telepratique", "immigrées", "grille telepratique", '"télépratique au quotidien"'])
def test_text_betrays_nothing_to_those_who_may_not_have_the_file(tool, q):
    read(tool.pk, at=NOW)

    refused = found("account", q)

    assert (refused.count, refused.resources, refused.excerpts) == (0, [], {})
    assert all(not counts for counts in refused.facets.values())
    assert refused.advice.words == ""
    assert found("account", "grille").count == 1
    assert found("member", q).count == 1


def test_former_edition_is_found_no_more(tool):
    read(tool.pk, at=NOW)
    newer = ResourceFileFactory(resource=tool.resource, edition=2)

    assert found("member", "telepratique").count == 0
    record_text(newer, ["La suite"], at=NOW)
    assert found("member", "suite").count == 1


def test_unreadable_file_is_given_up_and_the_record_stays(monkeypatch, tool):
    def refuse(*_given):
        raise FileUnreadable()

    monkeypatch.setattr(jobs, "pages_of", refuse)
    read(tool.pk, at=NOW)

    assert (Reading.objects.get().state, files_to_read(at=NOW + timedelta(days=1), at_most=9)) == ("unreadable", [])
    assert found("member", "grille").count == 1


def test_file_is_in_one_pair_of_hands_and_taken_again_when_they_die(tool):
    assert [lease_reading(tool, at=NOW), lease_reading(tool, at=NOW)] == [True, False]
    assert files_to_read(at=NOW, at_most=9) == []
    later = [NOW + timedelta(minutes=11 * n) for n in range(1, 5)]

    assert files_to_read(at=later[0], at_most=9) == [tool.pk]
    assert [lease_reading(tool, at=at) for at in later] == [True, True, False, False]
    assert Reading.objects.get().state == "unreadable"


def test_sweep_has_new_files_read(tool):
    assert sweep_readings.call_local() == 1
    jobs.read_text.call(tool.pk)

    assert (FilePage.objects.count(), sweep_readings.call_local()) == (2, 0)


def test_reading_again_replaces_what_was_read(tool):
    for text in ("Premier", "Second"):
        record_text(tool, [text], at=NOW)

    assert (found("member", "premier").count, found("member", "second").count) == (0, 1)
