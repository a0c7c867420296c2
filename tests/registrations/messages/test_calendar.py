"""Calendar files: right on both sides of a clock change, stable, and understood by a strict reader."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from registrations.messages.calendar import MONTREAL, Entry, Method, Party, calendar_file

AXTRA = Party("AXTRA", "formation@axtra.test")
CAMILLE = Party("Tremblay, Camille; DG", "camille@exemple.test")
STAMP = datetime(2026, 1, 1, 12, tzinfo=UTC)


def entry(starts_at, **fields):
    values = {"uid": "u@axtra", "sequence": 0, "stamp": STAMP, "summary": "Intervenir à distance, partie 1"}
    return Entry(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), **(values | fields))


def read(entries, method=Method.REQUEST):
    return calendar_file(entries, method=method, organiser=AXTRA, attendee=CAMILLE)


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (datetime(2026, 3, 7, 9), -5),  # the day before clocks go forward
        (datetime(2026, 3, 8, 9), -4),  # that day, after the change
        (datetime(2026, 10, 31, 9), -4),
        (datetime(2026, 11, 1, 9), -5),
        (datetime(2020, 6, 16, 9), -4),
    ],
)
def test_calendar_file_keeps_the_instant_across_clock_changes(day, offset):
    starts_at = day.replace(tzinfo=MONTREAL).astimezone(UTC)

    # Under another name, the reader must trust the rules written in the file rather than its own database.
    content = read([entry(starts_at)]).replace(b"America/Toronto", b"Montreal-in-the-file")
    [event] = Calendar.from_ical(content).walk("VEVENT")

    start = event.decoded("dtstart")
    assert (start.replace(tzinfo=None), start.utcoffset()) == (day, timedelta(hours=offset))
    assert start == starts_at


def test_calendar_file_has_one_event_per_meeting_with_its_own_uid():
    first = datetime(2026, 10, 31, 13, tzinfo=UTC)
    content = read([entry(first, uid="a@axtra"), entry(first + timedelta(days=7), uid="b@axtra", sequence=2)])

    calendar = Calendar.from_ical(content)
    assert [(str(event["uid"]), int(event["sequence"])) for event in calendar.walk("VEVENT")] == [
        ("a@axtra", 0),
        ("b@axtra", 2),
    ]
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Toronto"]


def test_calendar_file_that_cancels_says_so_to_the_same_event():
    starts_at = datetime(2026, 10, 31, 13, tzinfo=UTC)
    asked, cancelled = (
        Calendar.from_ical(read([entry(starts_at, sequence=number)], method))
        for number, method in enumerate((Method.REQUEST, Method.CANCEL))
    )

    assert [str(asked["method"]), str(cancelled["method"])] == ["REQUEST", "CANCEL"]
    [before], [after] = asked.walk("VEVENT"), cancelled.walk("VEVENT")
    assert (str(after["uid"]), str(after["status"]), int(after["sequence"])) == (str(before["uid"]), "CANCELLED", 1)


def test_calendar_file_names_organiser_and_person_whatever_their_punctuation():
    content = read([entry(datetime(2026, 10, 31, 13, tzinfo=UTC), place="Salle 2; 3e étage, Montréal")])
    [event] = Calendar.from_ical(content).walk("VEVENT")

    assert str(event["organizer"]) == "mailto:formation@axtra.test"
    assert str(event["attendee"].params["CN"]) == "Tremblay, Camille; DG"
    assert str(event["location"]) == "Salle 2; 3e étage, Montréal"
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
