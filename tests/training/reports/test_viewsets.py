"""The funder's report in the admin and in the API."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registrations.actors import Role
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, ProgrammeFactory
from tests.people import with_role
from tests.training.reports.test_actions import DAYS, attended
from training.models import FrozenReport, ReportOutline, TrainingFile
from training.reports.actions import freeze_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    client.force_login(with_role(UserFactory(), Role.TRAINING_LEAD))
    return client


def test_the_screen_shows_freezes_and_gives_files(lead, django_assert_max_num_queries):
    programme = ProgrammeFactory(target_participants=4)
    attended(programme)
    screen = reverse("rapports:programme", args=[programme.pk])
    with django_assert_max_num_queries(40):
        page = lead.get(screen)
    assert page.status_code == 200
    assert "25\u00a0%" in page.content.decode()

    done = lead.post(reverse("rapports:figer", args=[programme.pk]), {"first": "2026-04-01", "last": "2026-12-31"})
    report = FrozenReport.objects.get()
    assert (done.url, str(report.last_on)) == (reverse("rapports:inspect", args=[report.pk]), "2026-12-31")
    for address in (
        reverse("rapports:fichier", args=[programme.pk, "pdf"]),
        reverse("rapports:version", args=[report.pk, "pdf"]),
    ):
        assert lead.get(address).content[:5] == b"%PDF-"
    content = lead.get(reverse("rapports:fichier", args=[programme.pk, "xlsx"])).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = {row[0].value: (row[1].value, row[2].value) for row in sheet.iter_rows(min_row=2)}
    assert rows["Personnes formées"] == (1, 4)
    assert rows["Heures de formation reçues"][0] == 3
    assert lead.get(done.url).status_code == 200


def test_bad_days_are_said_and_a_choice_of_nothing_changes_nothing(lead):
    programme = ProgrammeFactory()
    page = lead.get(reverse("rapports:programme", args=[programme.pk]), {"first": "2026-05-01", "last": "2026-04-01"})
    assert "Le dernier jour vient avant le premier" in page.content.decode()
    lead.post(reverse("rapports:choisir", args=[programme.pk]), {"indicators": []})
    assert ReportOutline.objects.count() == 0


def test_evidence_is_asked_for_once_and_downloaded(lead, django_capture_on_commit_callbacks):
    programme = ProgrammeFactory()
    attended(programme)
    lead.post(reverse("rapports:preuves", args=[programme.pk]), {"first": "2026-04-01", "last": "2026-12-31"})
    row = TrainingFile.objects.get()
    page = reverse("fichiers-de-formation:inspect", args=[row.pk])
    assert lead.get(page).status_code == 200

    again = reverse("fichiers-de-formation:reessayer", args=[row.pk])
    TrainingFile.objects.filter(pk=row.pk).update(state="failed", error="Il manque une pièce.")
    assert all(said in lead.get(page).content.decode() for said in (again, "Il manque une pièce."))
    assert lead.post(again).status_code == 302
    assert again not in lead.get(page).content.decode()


def test_the_api_gives_the_report_to_the_team_and_freezes_it_once(lead):
    programme = ProgrammeFactory()
    attended(programme)
    freeze_report(programme, **DAYS, by=LEAD, at=NOW)
    attended(programme)
    address = f"/api/v1/training/programmes/{programme.slug}/report"

    body = lead.get(f"{address}?from=2026-04-01&to=2027-03-31").json()
    people = next(each for each in body["indicators"] if each["name"] == "people")
    assert (people["value"], people["unit"], body["last_frozen"]["number"]) == (2, "count", 1)
    assert {"name": "people", "part": "", "key": "", "before": 1, "now": 2} in body["differences"]
    assert lead.get(f"{address}?from=2027-04-01&to=2026-04-01").json()["code"] == "report-period-backwards"

    given = {"data": {"first_on": "2026-04-01", "last_on": "2026-12-31"}, "content_type": "application/json"}
    answers = [lead.post(f"{address}/freeze", **given, headers={"Idempotency-Key": "one"}) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [each["number"] for each in lead.get(f"{address}/frozen").json()] == [2, 1]
