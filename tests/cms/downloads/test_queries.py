from datetime import UTC, date, datetime

import pytest

from cms.downloads.queries import Period, figures, own_downloads
from cms.library.actions import forget_downloads, record_download, remember_download
from cms.library.models import OwnDownload
from tests.factories.cms import ResourceFileFactory, adopted
from tests.factories.registrations import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
NOW = datetime(2026, 10, 6, 13, tzinfo=UTC)


def downloaded(file, number, *, on=date(2026, 3, 9), audience="member", organisation=None):
    for _each in range(number):
        record_download(file, audience=audience, organisation_id=organisation and organisation.pk, on=on)


def test_figures_of_a_period():
    guide = ResourceFileFactory(resource__title="Guide")
    tool = ResourceFileFactory(resource__title="Grille", resource__kind="tool")
    one, other, small = (OrganisationFactory(name=name) for name in ("Un", "Deux", "Trois"))
    downloaded(guide, 6, organisation=one)
    downloaded(guide, 7, organisation=other, on=date(2026, 5, 1))
    downloaded(tool, 2, organisation=small)
    downloaded(tool, 5, audience="public")
    downloaded(tool, 3, on=date(2025, 3, 9))

    found = figures(YEAR)

    assert (found.total, found.total_before, found.resources_read, found.organisations) == (20, 3, 2, 3)
    assert [(line.title, line.number) for line in found.resources] == [("Guide", 13), ("Grille", 7)]
    assert [number for number in found.months.values() if number] == [13, 7]
    assert len(found.months) == 12
    assert found.by_organisation.rows == (("Deux", 7),)
    assert found.by_organisation.others == 8
    assert [number for _name, number in found.audiences.rows] == [15, 5]
    assert figures(Period(YEAR.first, YEAR.last, kind="tool")).total == 7


@pytest.mark.parametrize("count", [1, 3])
def test_figures_cost_the_same_whatever_their_number(count, django_assert_num_queries):
    for _n in range(count):
        downloaded(ResourceFileFactory(), 6, organisation=OrganisationFactory())

    with django_assert_num_queries(7):
        figures(YEAR)


def test_own_list_says_what_became_of_each_file():
    adopted({"kinds": ["guide"], "clause": "2.2"}, {"verbs": ["see"], "clause": "2.1", "kinds": ["tool"]})
    person = UserFactory()
    guide, tool = ResourceFileFactory(), ResourceFileFactory(resource__kind="tool")
    hidden = ResourceFileFactory(resource__kind="survey")
    ResourceFileFactory(resource=guide.resource, edition=2)
    for file in (guide, tool, hidden):
        remember_download(file, person_id=person.pk, at=NOW)
    remember_download(guide, person_id=person.pk, at=NOW.replace(day=7))
    remember_download(guide, person_id=UserFactory().pk, at=NOW)

    found = own_downloads(person, at=NOW)

    assert [(own.file, own.allowed, own.newer) for own in found] == [(guide, True, True), (tool, False, False)]
    assert own_downloads(UserFactory(), at=NOW) == []


def test_own_list_forgets_after_two_years():
    person = UserFactory()
    remember_download(ResourceFileFactory(), person_id=person.pk, at=NOW)

    assert forget_downloads(before=NOW) == 0
    assert forget_downloads(before=NOW.replace(day=7)) == 1
    assert not OwnDownload.objects.exists()
