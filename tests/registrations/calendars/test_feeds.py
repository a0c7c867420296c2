"""One's calendar feed: what it holds, who reads it, how it stops."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar

from registrations.calendars import rules
from registrations.calendars.actions import renew_feed
from registrations.calendars.models import CalendarFeed
from registrations.calendars.queries import address_of, calendar_of
from registrations.privacy.registry import ERASURES
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, STARTS, EnrolmentFactory, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import cancel_enrolment, enrol, revise_session
from training.sessions.rules import Period

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.fixture
def person():
    return UserFactory(given_name="Zoé", family_name="Untel", email="zoe@centre.test")


def path(person):
    renew_feed(by=actor_for(person), at=NOW)
    return "/" + address_of(person).split("/", 3)[3]


def events(content):
    return Calendar.from_ical(content).walk("VEVENT")


def test_feed_holds_confirmed_seats_with_their_link_and_nobody_s_name(client, person):
    EnrolmentFactory(person=person, session=SessionFactory(activity__title="Oui", join_url="https://visio.test/x"))
    EnrolmentFactory(person=person, session=SessionFactory(days=1), state="offered", offer_ends_at=NOW)
    EnrolmentFactory(session=SessionFactory(days=2))

    content, _etag = calendar_of(person, at=NOW)

    assert [(str(one["summary"]), str(one["url"])) for one in events(content)] == [("Oui", "https://visio.test/x")]
    text = content.decode()
    assert [word for word in ("Zoé", "Untel", "zoe@", "ATTENDEE", "ORGANIZER") if word in text] == []
    assert "TZID:America/Toronto" in text


def test_what_was_cancelled_is_said_for_a_month(person):
    seat = enrol(session=SessionFactory(), person=person, by=actor_for(person), at=NOW)
    cancel_enrolment(seat, by=actor_for(person), at=NOW)
    waited = SessionFactory(days=1, pool__capacity=0)
    cancel_enrolment(enrol(session=waited, person=person, by=actor_for(person), at=NOW), by=actor_for(person), at=NOW)

    soon, late = (events(calendar_of(person, at=at)[0]) for at in (NOW + HOUR, NOW + timedelta(days=31)))

    assert ([str(one["status"]) for one in soon], late) == (["CANCELLED"], [])


def test_meeting_that_moves_has_the_same_identity_in_the_feed(person):
    session = EnrolmentFactory(person=person).session
    [before] = events(calendar_of(person, at=NOW)[0])
    revise_session(session, meetings=[Period(STARTS + HOUR, STARTS + 2 * HOUR)], by=LEAD, at=NOW)
    [after] = events(calendar_of(person, at=NOW)[0])

    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)


def test_feed_is_304_while_nothing_changed(client, person):
    address = path(person)
    first = client.get(address)
    same = client.get(address, headers={"if-none-match": first["ETag"]})
    EnrolmentFactory(person=person, session=SessionFactory(starts_at=datetime.now(tz=NOW.tzinfo) + timedelta(days=99)))
    changed = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, same.status_code, changed.status_code) == (200, 304, 200)
    assert first["Cache-Control"] == "private, no-cache"


def test_renewed_address_stops_the_former_and_the_table_gives_none(client, person):
    old = path(person)
    new = path(person)

    assert [client.get(one).status_code for one in (old, new, "/calendar/x.ics")] == [404, 200, 404]
    assert new.rpartition("/")[2].removesuffix(".ics") not in str(list(CalendarFeed.objects.values()))


def test_person_out_of_use_or_erased_has_no_feed(client, person):
    address = path(person)
    type(person).objects.update(is_active=False)
    assert client.get(address).status_code == 404

    type(person).objects.update(is_active=True)
    [mine] = [one for one in ERASURES if "registrations.calendarfeed.person" in one.speaks_for]
    assert len(list(mine.preview(person, date(2026, 10, 6)))) == 1
    mine.erase(person, LEAD, NOW)
    assert client.get(address).status_code == 404


def test_reads_and_guesses_are_limited(client, person, monkeypatch):
    monkeypatch.setattr("registrations.calendars.requests.MOST_READS", 2)
    monkeypatch.setattr("registrations.calendars.requests.UNKNOWN_READS", 2)
    address = path(person)

    assert [client.get(address).status_code for _n in range(3)] == [200, 200, 429]
    assert [client.get(f"/calendar/{n}.ics").status_code for n in range(3)] == [404, 404, 429]
    assert client.get("/calendar/0.ics")["Retry-After"] == str(rules.READS_SECONDS)


def test_guesses_close_no_feed_and_are_counted_for_each_client_behind_the_proxy(client, person, monkeypatch, settings):
    monkeypatch.setattr("registrations.calendars.requests.UNKNOWN_READS", 2)
    settings.TRUSTED_PROXY_COUNT = 1
    address = path(person)

    def read(what, *client_address):
        return client.get(what, headers={"x-forwarded-for": ", ".join(client_address)}).status_code

    # the first one is what the client claims, the last one what the proxy saw
    assert [read("/calendar/x.ics", f"192.0.2.{n}", "198.51.100.1") for n in range(3)] == [404, 404, 429]
    assert [read("/calendar/x.ics", "198.51.100.2"), read(address, "198.51.100.1")] == [404, 200]


def test_page_and_api_give_the_address_and_make_another(client, person):
    client.force_login(person)
    nothing = client.get("/api/v1/me/calendar").json()
    made = client.post("/api/v1/me/calendar", {}, content_type="application/json")
    page = client.get(reverse("calendars:mine")).content.decode()
    client.post(reverse("calendars:mine"))

    assert (nothing, made.status_code) == ({"url": None}, 201)
    assert made.json()["url"] in page
    assert client.get("/api/v1/me/calendar").json()["url"] != made.json()["url"]


@pytest.mark.parametrize("count", [1, 3])
def test_feed_is_read_in_a_number_of_statements_that_does_not_grow(person, count, django_assert_num_queries):
    for days in range(count):
        EnrolmentFactory(person=person, session=SessionFactory(days=days))

    with django_assert_num_queries(4):
        calendar_of(person, at=NOW)
