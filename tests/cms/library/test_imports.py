from datetime import date

import pytest

from cms.diffusion.models import ResourceKind
from cms.library.actions import add_topic
from cms.library.imports import KINDS_IN_FRENCH
from cms.library.models import Resource
from registrations.actors import Actor
from registrations.imports.actions import check_file, start_applying
from registrations.imports.jobs import apply_all
from tests.factories.registrations import NOW
from tests.registrations.imports.files import csv_file

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
HEADINGS = ("Adresse", "Titre", "Sorte", "Parution", "Langue", "Résumé", "Autrices et auteurs", "Thèmes")
GUIDE = ("guide", "Guide d’accueil", "guide", "2026-02-01", "", "Un guide.", "AXTRA | Comité Relève", "stages")
NIKA = ("nika-report", "NIKA report", "Rapport de recherche", "1er mars 2021", "Anglais", "", "", "")


def check(*lines):
    return check_file(
        kind="resources", content=csv_file(HEADINGS, *lines), file_name="f.csv", historical=False, by=TEAM, at=NOW
    )


def apply(batch):
    start_applying(batch=batch, by=TEAM, at=NOW)
    apply_all(batch, by=TEAM, at=NOW)
    assert [line.reasons for line in batch.lines.filter(state="failed")] == []


@pytest.fixture(autouse=True)
def _topics():
    add_topic(slug="stages", name_fr="Stage en milieu", by=TEAM, at=NOW)


def verdicts(batch):
    return list(batch.lines.values_list("verdict", flat=True))


def test_records_are_imported_as_drafts():
    batch = check(GUIDE, NIKA)
    assert verdicts(batch) == ["new", "new"]
    assert Resource.objects.count() == 0

    apply(batch)

    guide, nika = Resource.objects.order_by("slug")
    assert (guide.kind, guide.published_on, guide.authors) == ("guide", date(2026, 2, 1), ["AXTRA", "Comité Relève"])
    assert ([topic.slug for topic in guide.topics.all()], guide.live) == (["stages"], False)
    assert (nika.locale.language_code, nika.kind, nika.published_on) == ("en", "research", date(2021, 3, 1))


def test_second_import_changes_only_what_differs():
    apply(check(GUIDE, NIKA))

    batch = check(GUIDE, (*NIKA[:5], "A summary.", "", ""))
    assert verdicts(batch) == ["same", "update"]
    apply(batch)

    assert Resource.objects.get(slug="nika-report").abstract == "A summary."


@pytest.mark.parametrize(
    ("place", "value"), [(0, "Une adresse"), (2, "Poème"), (3, "bientôt"), (4, "Latin"), (7, "inconnu"), (1, "")]
)
def test_line_is_refused_with_a_reason(place, value):
    line = [*GUIDE]
    line[place] = value

    batch = check(line)

    assert verdicts(batch) == ["refused"]
    assert batch.lines.get().reasons


def test_every_kind_can_be_written_in_french():
    assert set(KINDS_IN_FRENCH.values()) == set(ResourceKind)
