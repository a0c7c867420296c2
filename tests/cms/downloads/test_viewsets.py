import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from cms.library.actions import record_download
from tests.factories.cms import ResourceFileFactory
from tests.factories.registrations import OrganisationFactory

pytestmark = pytest.mark.django_db
DAYS = "?first=2026-01-01&last=2026-12-31"


@pytest.fixture
def _downloads():
    file = ResourceFileFactory(resource__title="=Guide")
    for organisation, number in ((OrganisationFactory(name="Grand"), 9), (OrganisationFactory(name="Petit"), 2)):
        for _each in range(number):
            record_download(file, audience="member", organisation_id=organisation.pk, on=date(2026, 3, 9))


@pytest.mark.usefixtures("_downloads")
def test_page_has_its_chart_its_tables_and_names_no_small_group(team):
    page = team("librarian").get(reverse("telechargements:index") + DAYS).content.decode()

    assert "<svg" in page
    assert ">11<" in page
    assert "=Guide" in page
    assert "Petit" not in page
    assert "Autres, trop peu nombreux pour être nommés" in page


@pytest.mark.usefixtures("_downloads")
def test_files_say_the_same_and_run_nothing(team):
    client, address = team("editor"), reverse("telechargements:index") + DAYS

    csv = client.get(f"{address}&export=csv").content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&export=xlsx").content))

    assert csv.splitlines()[1].startswith("'=Guide,")
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert ("'=Guide" in cells, "Petit" in cells, 11 in cells) == (True, False, True)


@pytest.mark.parametrize("query", ["?first=x&last=2026-13-45", "?first=9999-12-31", "?kind=poem", "?first=0001-01-01"])
def test_odd_questions_are_pages(team, query):
    assert team("librarian").get(reverse("telechargements:index") + query).status_code == 200


@pytest.mark.parametrize("role", ["accounting", "door"])
def test_other_trades_do_not_enter(team, role):
    assert team(role).get(reverse("telechargements:index")).status_code in {302, 403}
