"""Programmes as front ends read them."""

import pytest

from registrations.actors import Actor
from tests.factories.registrations import NOW, OrganisationFactory
from tests.factories.training import ActivityFactory, ProgrammeFactory
from training.catalogue.actions import change_programme

pytestmark = pytest.mark.django_db


def test_programme_shows_its_activities(client):
    programme = ProgrammeFactory(slug="pacme-2026", funder=OrganisationFactory(name="CPMT"))
    activity = ActivityFactory(programme=programme)

    body = client.get("/api/v1/training/programmes/pacme-2026").json()

    assert (body["slug"], body["funder"], body["activities_count"]) == ("pacme-2026", "CPMT", 1)
    assert [item["slug"] for item in body["activities"]] == [activity.slug]


def test_programmes_leave_out_drafts(client):
    shown = ProgrammeFactory()
    ProgrammeFactory(published_at=None)

    body = client.get("/api/v1/training/programmes").json()

    assert [item["slug"] for item in body["items"]] == [shown.slug]


def test_programme_that_is_a_draft_is_404(client):
    assert client.get(f"/api/v1/training/programmes/{ProgrammeFactory(published_at=None).slug}").status_code == 404


def test_programme_that_changes_is_shown_changed_at_once(client):
    programme = ProgrammeFactory(title="Avant")
    client.get(f"/api/v1/training/programmes/{programme.slug}")

    change_programme(programme, title="Après", by=Actor.system("test"), at=NOW)

    assert client.get(f"/api/v1/training/programmes/{programme.slug}").json()["title"] == "Après"


@pytest.mark.parametrize("count", [1, 3])
def test_programme_list_query_count(client, count, assert_own_queries):
    ProgrammeFactory.create_batch(count)

    with assert_own_queries(6):
        assert client.get("/api/v1/training/programmes").json()["count"] == count
