"""Groups: who sits, what they share, when they meet."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from registrations.actors import Actor, Role
from registrations.errors import DomainError
from registrations.files.uploads import received
from registrations.groups.actions import (
    add_document,
    appoint,
    archive_group,
    cancel_meeting,
    change_group,
    change_mandate,
    change_meeting,
    end_mandate,
    plan_meeting,
    register_group,
    remove_document,
    reopen_group,
)
from registrations.groups.errors import (
    AlreadyInGroup,
    GroupArchived,
    GroupNameTaken,
    MeetingNowhere,
    MeetingReversed,
    PersonOrOrganisation,
)
from registrations.journal.models import Entry
from registrations.memberships.queries import standing
from registrations.models import Group, GroupDocument, GroupMeeting, Mandate
from registrations.organisations.errors import DatesReversed
from registrations.people.errors import RegisterNotYours
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    GroupFactory,
    MandateFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.people import actor_for

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
DAY = date(2026, 10, 6)
HOUR = timedelta(hours=1)


def refusal(act, **given):
    with pytest.raises(DomainError) as refused:
        act(**given, at=NOW)
    return type(refused.value)


def test_a_group_is_opened_changed_archived_and_reopened():
    partner = OrganisationFactory()
    group = register_group(name="Comité Éclair", kind="working", partners=[partner], by=TEAM, at=NOW)
    assert (group.slug, list(group.partners.all())) == ("comite-eclair", [partner])
    change_group(group=group, name="Comité Tonnerre", kind="committee", description="Vite.", by=TEAM, at=NOW)
    archive_group(group=group, by=TEAM, at=NOW)
    archive_group(group=group, by=TEAM, at=NOW + HOUR)
    group.refresh_from_db()
    assert (group.slug, group.name, group.archived_at, group.partners.count()) == (
        "comite-eclair",
        "Comité Tonnerre",
        NOW,
        1,
    )
    reopen_group(group=group, by=TEAM, at=NOW)
    acts = Entry.objects.filter(about_uuid=group.uuid).order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["groups.register", "groups.change", "groups.archive", "groups.reopen"]
    assert refusal(register_group, name="comité éclair", kind="board", by=TEAM) is GroupNameTaken


def test_a_seat_is_a_persons_or_an_organisations():
    group, person, organisation = GroupFactory(), UserFactory(), OrganisationFactory()
    both = {"group": group, "person": person, "organisation": organisation, "starts_on": DAY, "by": TEAM}
    assert refusal(appoint, **both) is PersonOrOrganisation
    assert refusal(appoint, group=group, starts_on=DAY, by=TEAM) is PersonOrOrganisation
    assert Mandate.objects.count() == 0
    for wrong in ({"person": person, "organisation": organisation}, {}):
        with pytest.raises(IntegrityError, match="mandate_person_or_organisation"), transaction.atomic():
            Mandate.objects.create(group=group, starts_on=DAY, **wrong)


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_nobody_sits_twice_at_the_same_time(kind):
    group = GroupFactory()
    who = {kind: UserFactory() if kind == "person" else OrganisationFactory()}
    first = appoint(group=group, **who, starts_on=DAY, by=TEAM, at=NOW)
    assert refusal(appoint, group=group, **who, starts_on=DAY + timedelta(9), by=TEAM) is AlreadyInGroup
    end_mandate(mandate=first, on=DAY + timedelta(9), by=TEAM, at=NOW)
    again = appoint(group=group, **who, starts_on=DAY + timedelta(9), by=TEAM, at=NOW)
    assert refusal(change_mandate, mandate=again, starts_on=DAY + timedelta(8), by=TEAM) is AlreadyInGroup
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(group=group, **who, starts_on=DAY + timedelta(20))


def test_a_mandate_that_ends_before_it_starts_is_refused():
    mandate = MandateFactory(starts_on=DAY)
    assert refusal(change_mandate, mandate=mandate, ends_on=DAY - timedelta(1), by=TEAM) is DatesReversed
    mandate.refresh_from_db()
    assert mandate.ends_on is None


def test_an_organisations_seat_makes_nobody_a_member():
    affiliation = AffiliationFactory(role="director")
    group = GroupFactory(slug="emploi")
    appoint(group=group, organisation=affiliation.organisation, starts_on=DAY, by=TEAM, at=NOW)
    assert "group:emploi" not in standing(affiliation.person, on=DAY).audiences
    appoint(group=group, person=affiliation.person, starts_on=DAY, by=TEAM, at=NOW)
    assert "group:emploi" in standing(affiliation.person, on=DAY).audiences


def test_an_archived_group_takes_nobody_and_no_meeting():
    group = GroupFactory(archived_at=NOW)
    assert refusal(appoint, group=group, person=UserFactory(), starts_on=DAY, by=TEAM) is GroupArchived
    meeting = {"starts_at": NOW, "ends_at": NOW + HOUR, "place": "Québec"}
    assert refusal(plan_meeting, group=group, **meeting, by=TEAM) is GroupArchived


def test_a_meeting_is_planned_moved_and_cancelled():
    group = GroupFactory()
    meeting = plan_meeting(group=group, starts_at=NOW, ends_at=NOW + HOUR, link="https://x.test", by=TEAM, at=NOW)
    change_meeting(meeting=meeting, place="Lévis", ends_at=NOW + 2 * HOUR, by=TEAM, at=NOW)
    cancel_meeting(meeting=meeting, by=TEAM, at=NOW)
    meeting.refresh_from_db()
    assert (meeting.place, meeting.ends_at, meeting.cancelled_at) == ("Lévis", NOW + 2 * HOUR, NOW)
    told = Entry.objects.filter(about_uuid=group.uuid).order_by("pk").values_list("action", flat=True)
    assert list(told) == ["groups.plan_meeting", "groups.change_meeting", "groups.cancel_meeting"]


def test_a_meeting_makes_sense():
    group = GroupFactory()
    assert refusal(plan_meeting, group=group, starts_at=NOW, ends_at=NOW, place="Ici", by=TEAM) is MeetingReversed
    assert refusal(plan_meeting, group=group, starts_at=NOW, ends_at=NOW + HOUR, by=TEAM) is MeetingNowhere
    for wrong in ({"ends_at": NOW, "place": "Ici"}, {"ends_at": NOW + HOUR}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GroupMeeting.objects.create(group=group, starts_at=NOW, **wrong)


def test_a_document_is_added_then_removed_with_its_bytes(django_capture_on_commit_callbacks):
    group = GroupFactory()
    with received(ContentFile(b"Ordre du jour", name="Ordre.txt"), feature="groups", at=NOW) as kept:
        document = add_document(group=group, title="Ordre du jour", file=kept, by=TEAM, at=NOW)
    storage, name = document.file.storage, document.file.name
    assert (document.original_name, document.size, storage.exists(name)) == ("Ordre.txt", 13, True)
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, by=TEAM, at=NOW)
    assert (GroupDocument.objects.count(), storage.exists(name)) == (0, False)


def test_only_the_board_secretary_keeps_groups():
    group, person = GroupFactory(), UserFactory()
    stranger = actor_for(UserFactory(), Role.ACCOUNTING)
    acts = [
        (register_group, {"name": "x", "kind": "board"}),
        (archive_group, {"group": group}),
        (appoint, {"group": group, "person": person, "starts_on": DAY}),
        (change_mandate, {"mandate": MandateFactory(), "office": "x"}),
        (plan_meeting, {"group": group, "starts_at": NOW, "ends_at": NOW + HOUR, "place": "x"}),
    ]
    assert [refusal(act, **given, by=stranger) for act, given in acts] == [RegisterNotYours] * len(acts)
    assert (Group.objects.count(), Mandate.objects.count(), GroupMeeting.objects.count()) == (2, 1, 0)
