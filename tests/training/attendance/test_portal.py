"""The lists and the code, as people use them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from registrations.actors import Role
from registrations.messages.models import Message
from registrations.privacy.registry import ERASURES
from tests.factories.registrations import OrganisationFactory, UserFactory
from tests.factories.training import LEAD, SessionFactory, TrainerFactory
from tests.people import with_role
from training.attendance.actions import note_by_trainer, open_trainer_link, revoke_trainer_link
from training.attendance.errors import UnknownLink
from training.attendance.mails import trainer_link
from training.attendance.models import Attendance, RoomCode, TrainerLink
from training.attendance.queries import address_of, link_behind
from training.models import Enrolment

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def held(*, begins=-1, **fields):
    """A session that began an hour ago and lasts three."""
    now = timezone.now()
    return SessionFactory(opens_at=now - timedelta(days=30), starts_at=now + timedelta(hours=begins), **fields)


def seated(session, **fields):
    given = {"person": UserFactory(), "state": "confirmed", "created_at": session.opens_at} | fields
    return Enrolment.objects.create(session=session, **given)


def noted():
    return list(Attendance.objects.live().order_by("pk").values_list("enrolment", "minutes", "source"))


@pytest.fixture
def lead(client):
    client.force_login(with_role(UserFactory(), Role.TRAINING_LEAD))


def list_address(session):
    return reverse("training_attendance:list", args=[session.uuid, session.meetings.get().uuid])


def test_list_notes_one_tap_at_a_time_and_says_the_progress(client, lead):
    session = held()
    late, absent, _other = (seated(session) for _ in range(3))
    address = list_address(session)

    first = client.post(address, {f"presence-{late.uuid}": "present", f"missed-{late.uuid}": "15"}, **JSON)
    second = client.post(address, {f"presence-{absent.uuid}": "absent"}, **JSON)

    assert first.json() == {"present": 1, "people": 3, "left": 2}
    assert second.json() == {"present": 1, "people": 3, "left": 1}
    assert noted() == [(late.pk, 165, "team"), (absent.pk, 0, "team")]
    assert "1 de 3" in client.get(address).content.decode()


def test_list_is_saved_whole_without_a_script_and_refuses_a_stranger(client, lead):
    session, elsewhere = held(), seated(held())
    people = [seated(session), seated(session)]

    saved = client.post(list_address(session), {f"presence-{row.uuid}": "present" for row in people})
    refused = client.post(list_address(session), {f"presence-{elsewhere.uuid}": "present"})

    assert (saved.status_code, refused.status_code) == (302, 409)
    assert noted() == [(row.pk, 180, "team") for row in people]
    assert "rechargez la liste" in refused.content.decode()


def test_list_of_many_takes_as_many_statements_as_of_one(client, lead, django_assert_max_num_queries):
    session = held()
    for _ in range(3):
        seated(session, organisation=OrganisationFactory())
    client.get(list_address(session))

    with django_assert_max_num_queries(12):
        client.get(list_address(session))


def test_session_is_closed_from_its_page(client, lead):
    session = held(begins=-5)
    came, _never = seated(session), seated(session)
    client.post(list_address(session), {f"presence-{came.uuid}": "present"})
    address = reverse("training_attendance:session", args=[session.uuid])

    page = client.post(address).content.decode()

    assert "Les présences sont fermées" in page
    assert sorted(Enrolment.objects.values_list("state", flat=True)) == ["absent", "attended"]


def test_session_without_a_list_is_not_closed(client, lead):
    response = client.post(reverse("training_attendance:session", args=[held(begins=-5).uuid]))

    assert response.status_code == 409
    assert "notez qui est venu" in response.content.decode()


def trained(session, **fields):
    trainer = TrainerFactory(**fields)
    session.trainers.add(trainer)
    link = open_trainer_link(trainer, by=LEAD, at=timezone.now())
    return link, address_of(link).removeprefix("http://testserver").partition("/presences/")[2].strip("/")


def test_trainer_notes_by_their_link_and_sees_names_and_organisations_alone(client):
    session = held()
    organisation = OrganisationFactory(name="Espace carrière du Fleuve")
    row = seated(session, organisation=organisation, person=UserFactory(family_name="Lavoie", phone="+15145550199"))
    _link, secret = trained(session, email="formation@exemple.test")
    address = reverse("training_attendance:trainer_list", args=[secret, session.meetings.get().uuid])

    home = client.get(reverse("training_attendance:trainer", args=[secret])).content.decode()
    page = client.get(address).content.decode()
    client.post(address, {f"presence-{row.uuid}": "present"}, **JSON)

    assert address in home
    assert ["Lavoie" in page, "Espace carrière du Fleuve" in page] == [True, True]
    assert [row.person.email in page, "5550199" in page, str(row.person.uuid) in page] == [False, False, False]
    assert noted() == [(row.pk, 180, "trainer")]
    assert TrainerLink.objects.get().hash not in secret
    assert list(Message.objects.values_list("kind", "to_address")) == [("trainer-link", "formation@exemple.test")]


def test_trainer_s_link_opens_their_own_near_sessions_alone_until_it_is_revoked(client):
    mine, far, other = held(), held(begins=24 * 8), held()
    link, secret = trained(mine)
    far.trainers.add(link.trainer)
    theirs = seated(other)

    def status(session, **posted):
        address = reverse("training_attendance:trainer_list", args=[secret, session.meetings.get().uuid])
        return client.post(address, posted, **JSON).status_code

    assert [status(mine), status(far), status(other, **{f"presence-{theirs.uuid}": "present"})] == [200, 404, 404]
    revoke_trainer_link(link, by=LEAD, at=timezone.now())
    dead = client.get(reverse("training_attendance:trainer", args=[secret]))
    assert (status(mine), dead.status_code, noted()) == (404, 404, [])
    assert "demandez-lui-en un nouveau" in dead.content.decode()


def test_action_itself_refuses_a_link_for_a_session_that_is_not_theirs():
    mine, other = held(), held()
    link, _secret = trained(mine)
    theirs = seated(other)

    with pytest.raises(UnknownLink):
        note_by_trainer(link, other.meetings.get(), {theirs.pk: 180}, at=timezone.now())
    assert noted() == []


def test_new_link_replaces_the_former_one(client):
    session = held()
    link, secret = trained(session)

    open_trainer_link(link.trainer, by=LEAD, at=timezone.now())

    assert client.get(reverse("training_attendance:trainer", args=[secret])).status_code == 404
    assert TrainerLink.objects.filter(revoked_at=None).count() == 1


@pytest.fixture
def participant(client):
    cache.clear()
    person = UserFactory()
    client.force_login(person)
    return person


def with_code(session, code="123456"):
    RoomCode.objects.create(meeting=session.meetings.get(), code=code, created_at=timezone.now())


def enter(client, session, code):
    return client.post(reverse("training_attendance:code", args=[session.uuid]), {"code": code})


def test_code_notes_the_person_present_once(client, participant):
    session = held()
    row = seated(session, person=participant)
    with_code(session)

    page = client.get(reverse("training_enrolments:session", args=[session.uuid])).content.decode()
    wrong = enter(client, session, "654321")
    enter(client, session, "123 456")
    enter(client, session, "123456")

    assert reverse("training_attendance:code", args=[session.uuid]) in page
    assert (wrong.status_code, "vérifiez ses six chiffres" in wrong.content.decode()) == (409, True)
    assert (noted(), Attendance.objects.count()) == ([(row.pk, 180, "code")], 1)


def test_codes_are_tried_ten_times_an_hour(client, participant):
    session = held()
    seated(session, person=participant)
    with_code(session)

    for _ in range(10):
        enter(client, session, "000000")
    response = enter(client, session, "123456")

    assert "attendez une heure" in response.content.decode()
    assert noted() == []


def test_code_is_for_the_meeting_that_is_on_and_for_those_who_have_a_seat(client, participant):
    over, here = held(begins=-4), held()
    seated(over, person=participant)
    with_code(over)
    with_code(here, "222222")

    assert "pendant la rencontre" in enter(client, over, "123456").content.decode()
    assert enter(client, here, "222222").status_code == 404
    assert noted() == []


def test_code_never_undoes_what_a_person_noted(client, participant):
    session = held()
    row = seated(session, person=participant)
    with_code(session)
    Attendance.objects.create(
        meeting=session.meetings.get(),
        enrolment=row,
        planned_minutes=180,
        minutes=0,
        source="trainer",
        recorded_at=timezone.now(),
    )

    response = enter(client, session, "123456")

    assert "a noté votre absence" in response.content.decode()
    assert noted() == [(row.pk, 0, "trainer")]


def test_mail_of_a_link_says_the_last_day_as_it_is_in_montreal():
    link = open_trainer_link(TrainerFactory(), by=LEAD, at=timezone.now())
    TrainerLink.objects.update(expires_at=datetime(2027, 6, 16, 1, tzinfo=UTC))

    [(_label, day)] = trainer_link(link.uuid, "en").facts

    assert day == "June 15, 2027"


def test_link_of_a_trainer_whose_record_is_erased_opens_nothing():
    person = UserFactory()
    trainer = TrainerFactory(person=person)
    now = timezone.now()
    secret = address_of(open_trainer_link(trainer, by=LEAD, at=now)).rstrip("/").rpartition("/")[2]
    other = open_trainer_link(TrainerFactory(), by=LEAD, at=now)

    for erasure in ERASURES:
        erasure.erase(person, LEAD, now)

    with pytest.raises(UnknownLink):
        link_behind(secret, at=now)
    assert list(TrainerLink.objects.filter(revoked_at=None)) == [other]
