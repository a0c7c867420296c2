"""What the board's secretary does with groups."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registrations.actors import Role
from registrations.models import Group, GroupDocument, GroupMeeting, Mandate
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.registrations import GroupFactory, MandateFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.BOARD_SECRETARY))
    return client


def errors(page):
    return page.context["form"].non_field_errors()


def test_a_group_is_opened_and_changed(secretary):
    partner = OrganisationFactory()
    given = {"name": "Projet Relève", "kind": "project", "description": "", "partners": [partner.pk]}
    secretary.post("/admin/groupes/new/", given)
    group = Group.objects.get()
    secretary.post(f"/admin/groupes/edit/{group.pk}/", given | {"name": "Projet Avenir", "partners": []})
    group.refresh_from_db()
    assert (group.slug, group.name, group.partners.count()) == ("projet-releve", "Projet Avenir", 0)


def test_people_and_organisations_are_appointed_corrected_and_ended(secretary):
    group, organisation, person = GroupFactory(), OrganisationFactory(), UserFactory(email="a@ex.test")
    path = f"/admin/groupes/nommer/{group.pk}/"
    secretary.post(path, {"address": "A@ex.test", "office": "Présidence", "starts_on": "2026-01-05"})
    secretary.post(path, {"address": "", "organisation": organisation.pk, "starts_on": "2026-01-05"})
    assert list(Mandate.objects.order_by("pk").values_list("person", "organisation", "office")) == [
        (person.pk, None, "Présidence"),
        (None, organisation.pk, ""),
    ]
    neither = secretary.post(path, {"address": "", "starts_on": "2026-01-05"})
    twice = secretary.post(path, {"address": "a@ex.test", "starts_on": "2026-02-05"})
    assert [len(errors(page)) for page in (neither, twice)] == [1, 1]
    mandate = Mandate.objects.get(person=person)
    secretary.post(f"/admin/mandats/edit/{mandate.pk}/", {"office": "Trésorerie", "starts_on": "2026-01-06"})
    secretary.post(f"/admin/mandats/terminer/{mandate.pk}/", {"on": "2026-03-01"})
    mandate.refresh_from_db()
    assert (mandate.office, str(mandate.starts_on), str(mandate.ends_on)) == ("Trésorerie", "2026-01-06", "2026-03-01")
    page = secretary.get(f"/admin/groupes/inspect/{group.pk}/").content.decode()
    assert ("Trésorerie" in page, str(organisation) in page) == (True, True)


def test_dates_the_wrong_way_are_refused_in_words(secretary):
    mandate = MandateFactory(starts_on="2026-01-05")
    page = secretary.post(
        f"/admin/mandats/edit/{mandate.pk}/", {"office": "", "starts_on": "2026-01-05", "ends_on": "2025-01-05"}
    )
    assert errors(page) == ["Le dernier jour précède le premier."]


def test_meetings_and_documents(secretary):
    group = GroupFactory()
    hours = {"starts_at": "2027-01-05 13:00", "ends_at": "2027-01-05 15:00"}
    secretary.post(f"/admin/groupes/planifier/{group.pk}/", hours | {"place": "Québec"})
    meeting = GroupMeeting.objects.get()
    nowhere = secretary.post(f"/admin/rencontres-de-groupes/edit/{meeting.pk}/", hours | {"place": "", "link": ""})
    secretary.post(f"/admin/rencontres-de-groupes/annuler/{meeting.pk}/")
    meeting.refresh_from_db()
    assert (len(errors(nowhere)), meeting.place, meeting.cancelled_at is not None) == (1, "Québec", True)
    file = SimpleUploadedFile("Ordre.txt", b"Ordre du jour")
    secretary.post(f"/admin/groupes/deposer/{group.pk}/", {"title": "Ordre du jour", "file": file})
    document = GroupDocument.objects.get()
    assert secretary.get(f"/moi/groupes/{group.slug}/documents/{document.uuid}/").getvalue() == b"Ordre du jour"
    secretary.post(f"/admin/documents-de-groupes/delete/{document.pk}/")
    assert GroupDocument.objects.count() == 0


def test_a_group_is_archived_then_reopened(secretary):
    group = GroupFactory()
    secretary.post(f"/admin/groupes/archiver/{group.pk}/")
    group.refresh_from_db()
    assert group.archived_at is not None
    secretary.post(f"/admin/groupes/rouvrir/{group.pk}/")
    group.refresh_from_db()
    assert group.archived_at is None
