"""The team's screens: a wave counted before it is opened, and lists that nobody keeps or confirmed."""

import pytest
from django.utils import timezone

from registrations.messages.models import BouncedAddress
from registrations.models import Affiliation, InvitationWave, User
from registrations.staff.queries.waves import proposed_registrar, wave_report
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.staff import InvitationFactory, InvitationWaveFactory, StaffConfirmationFactory, registrar_of
from tests.people import with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    client.force_login(with_role(UserFactory(), "training_lead"))
    return client


def member(**fields):
    return MembershipFactory(starts_on="2020-01-01", lapses_on="2099-01-01", **fields).organisation


def test_a_wave_says_how_many_before_it_is_opened(team):
    AffiliationFactory.create_batch(2)
    given = {"name": "Une", "per_hour": 60}
    first = team.post("/admin/vagues-d-invitations/new/", given)
    assert (InvitationWave.objects.count(), 'name="seen" value="2"' in first.content.decode()) == (0, True)
    team.post("/admin/vagues-d-invitations/new/", given | {"seen": "2"})
    wave = InvitationWave.objects.get()
    assert wave.invitations.count() == 2
    assert team.get(f"/admin/vagues-d-invitations/inspect/{wave.pk}/").context["report"].total.in_line == 2
    team.post(f"/admin/vagues-d-invitations/arreter/{wave.pk}/")
    wave.refresh_from_db()
    assert wave.state == "cancelled"


def test_report_of_a_wave(django_assert_num_queries):
    wave = InvitationWaveFactory()
    rows = [InvitationFactory(wave=wave) for _time in range(3)]
    InvitationFactory(wave=wave, state="declined", answered_at=NOW)
    InvitationFactory(wave=wave, state="waiting", told_at=None, expires_at=None)
    User.objects.filter(pk=rows[0].person_id).update(last_login=NOW)
    BouncedAddress.objects.create(address=rows[1].address, kind="hard", bounced_at=NOW)
    with django_assert_num_queries(2):
        total = wave_report(wave).total
    counts = (total.invited, total.active, total.bounced, total.no_answer, total.declined, total.in_line)
    assert counts == (5, 1, 1, 1, 1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_query_budget(team, count, assert_own_queries):
    for _time in range(count):
        registrar_of(member())
    with assert_own_queries(12):
        assert len(team.get("/admin/listes-du-personnel/").context["object_list"]) == count


def test_lists_nobody_keeps_or_confirmed_are_found(team):
    today = timezone.localdate()
    kept, orphan = registrar_of(member()).organisation, member()
    StaffConfirmationFactory(organisation=kept, period="2020-03-15")
    found = {
        name: [row.pk for row in team.get("/admin/listes-du-personnel/", {name: "true"}).context["object_list"]]
        for name in ("without_registrar", "unconfirmed")
    }
    assert (found["without_registrar"], sorted(found["unconfirmed"])) == ([orphan.pk], sorted([kept.pk, orphan.pk]))
    manager = AffiliationFactory(organisation=orphan, role="manager")
    assert proposed_registrar(orphan, on=today) == manager
    director = AffiliationFactory(organisation=orphan, role="director")
    team.post(f"/admin/listes-du-personnel/designer/{orphan.pk}/")
    assert Affiliation.objects.get(pk=director.pk).is_registrar is True


def test_the_home_says_that_a_member_has_no_registrar(team):
    member()
    page = " ".join(team.get("/admin/").content.decode().split())
    assert "sans personne responsable" in page
