"""Calendar files (RFC 5545, RFC 5546): what a person adds to their own calendar, and what takes it out again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vCalAddress, vText

MONTREAL = ZoneInfo("America/Toronto")

# The rules in force since 2007, by their own words rather than as a list of dates.
VTIMEZONE = """BEGIN:VTIMEZONE
TZID:America/Toronto
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
"""


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Party:
    """The organiser or the person invited."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `uid` never changes; `sequence` grows with each change, and `stamp` is its instant."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    place: str = ""
    url: str = ""
    cancelled: bool = False


def calendar_file(entries: Iterable[Entry], *, method: Method, organiser: Party, attendee: Party) -> bytes:
    """One file with an event per entry, in Montréal's time."""
    calendar = Calendar()
    calendar.add("prodid", "-//AXTRA//Formation//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(Component.from_ical(VTIMEZONE))
    for entry in entries:
        calendar.add_component(_event(entry, method=method, organiser=organiser, attendee=attendee))
    return bytes(calendar.to_ical())


def feed_file(entries: Iterable[Entry], *, name: str) -> bytes:
    """What an application reads again by itself: nobody's name nor address is in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//AXTRA//Formation//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "America/Toronto")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(Component.from_ical(VTIMEZONE))
    for entry in entries:
        calendar.add_component(_plain(entry, cancelled=entry.cancelled))
    return bytes(calendar.to_ical())


def content_type(method: Method) -> str:
    """The type under which the file travels in a mail."""
    return f"text/calendar; method={method.value}"


def _event(entry: Entry, *, method: Method, organiser: Party, attendee: Party) -> Event:
    event = _plain(entry, cancelled=method is Method.CANCEL)
    event.add("organizer", _address(organiser))
    if attendee.address:
        invited = _address(attendee)
        invited.params["ROLE"], invited.params["PARTSTAT"] = vText("REQ-PARTICIPANT"), vText("ACCEPTED")
        event.add("attendee", invited, encode=False)
    return event


def _plain(entry: Entry, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.starts_at.astimezone(MONTREAL))
    event.add("dtend", entry.ends_at.astimezone(MONTREAL))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    for name, value in (("description", entry.description), ("location", entry.place), ("url", entry.url)):
        if value:
            event.add(name, value)
    return event


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    address.params["CN"] = vText(party.name)
    return address
