"""The pages of groups, for their people alone."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from registrations.actors import Actor
from registrations.files.uploads import received
from registrations.groups.actions import add_document, archive_group, cancel_meeting, end_mandate, plan_meeting
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    GroupFactory,
    MandateFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
HOUR = timedelta(hours=1)


@pytest.fixture
def member():
    return MandateFactory(group=GroupFactory(slug="emploi", name="Comité Emploi"), office="Présidence")


def statuses(client, *paths):
    return [client.get(path).status_code for path in paths]


def document_of(group):
    with received(ContentFile(b"Ordre du jour", name="Ordre.txt"), feature="groups", at=NOW) as kept:
        return add_document(group=group, title="Ordre du jour", file=kept, by=TEAM, at=NOW)


def test_who_sits_sees_the_group_and_gets_its_documents(client, member):
    AffiliationFactory(person=member.person, organisation=OrganisationFactory(name="Cap Nord"))
    seat = MandateFactory(group=member.group, person=None, organisation=OrganisationFactory(name="Réseau"))
    document = document_of(member.group)
    at = timezone.now()
    plan_meeting(group=member.group, starts_at=at - 3 * HOUR, ends_at=at - HOUR, place="Hier", by=TEAM, at=NOW)
    soon = plan_meeting(group=member.group, starts_at=at + HOUR, ends_at=at + 2 * HOUR, place="Ici", by=TEAM, at=NOW)
    client.force_login(member.person)
    shown = client.get("/moi/groupes/emploi/").context["page"]
    assert [(sitting.mandate, sitting.works_at) for sitting in shown.people] == [(member, ("Cap Nord",))]
    assert (shown.organisations, shown.meetings, shown.documents) == ([seat], [soon], [document])
    answer = client.get(f"/moi/groupes/emploi/documents/{document.uuid}/")
    assert (answer.getvalue(), answer["Cache-Control"]) == (b"Ordre du jour", "private, no-store")
    assert [group.next_meetings for group in client.get("/moi/groupes/").context["groups"]] == [[soon]]


def test_others_find_nothing(client, member):
    document = document_of(member.group)
    paths = ("/moi/groupes/emploi/", f"/moi/groupes/emploi/documents/{document.uuid}/")
    assert statuses(client, *paths) == [302, 302]
    client.force_login(MandateFactory().person)
    assert statuses(client, *paths) == [404, 404]
    assert f"/moi/groupes/{member.group.slug}/" not in client.get("/moi/groupes/").content.decode()


def test_an_organisations_seat_opens_nothing_to_its_staff(client):
    director = AffiliationFactory(role="director")
    group = MandateFactory(person=None, organisation=director.organisation).group
    client.force_login(director.person)
    assert statuses(client, f"/moi/groupes/{group.slug}/") == [404]


@pytest.mark.parametrize("over", ["ended", "archived", "to come"])
def test_the_page_closes_with_the_seat(client, member, over):
    document = document_of(member.group)
    today = timezone.localdate()
    if over == "ended":
        end_mandate(mandate=member, on=today, by=TEAM, at=NOW)
    elif over == "archived":
        archive_group(group=member.group, by=TEAM, at=timezone.now())
    else:
        type(member).objects.update(starts_on=today + timedelta(1))
    client.force_login(member.person)
    paths = ("/moi/groupes/emploi/", f"/moi/groupes/emploi/documents/{document.uuid}/")
    assert statuses(client, *paths) == [404, 404]


def test_a_document_is_only_in_its_own_group(client, member):
    elsewhere = document_of(GroupFactory(slug="autre"))
    client.force_login(member.person)
    assert statuses(client, f"/moi/groupes/emploi/documents/{elsewhere.uuid}/") == [404]


def test_a_cancelled_meeting_is_told_without_its_link(client, member):
    at = timezone.now()
    given = {"starts_at": at + HOUR, "ends_at": at + 2 * HOUR, "link": "https://reunion.test/x"}
    meeting = plan_meeting(group=member.group, **given, by=TEAM, at=NOW)
    client.force_login(member.person)
    assert "https://reunion.test/x" in client.get("/moi/groupes/emploi/").content.decode()
    cancel_meeting(meeting=meeting, by=TEAM, at=at)
    page = client.get("/moi/groupes/emploi/")
    assert ("https://reunion.test/x" in page.content.decode(), page.context["page"].meetings) == (False, [meeting])


@pytest.mark.parametrize("count", [1, 3])
def test_query_budgets(client, assert_own_queries, count):
    person = UserFactory()
    groups = [MandateFactory(person=person).group for _ in range(count)]
    for _ in range(count):
        AffiliationFactory(person=MandateFactory(group=groups[0]).person)
        document_of(groups[0])
    client.force_login(person)
    with assert_own_queries(6):
        assert len(client.get("/moi/groupes/").context["groups"]) == count
    with assert_own_queries(8):
        assert client.get(f"/moi/groupes/{groups[0].slug}/").status_code == 200
