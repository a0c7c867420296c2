"""The calendar file of an enrolment: an event per meeting."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from registrations.actors import Actor
from registrations.association.queries import association
from registrations.messages.calendar import Entry, Method, Party, calendar_file, content_type
from registrations.messages.queries import told_about, was_told
from registrations.messages.registry import Attachment
from registrations.people.models import User
from training.enrolments.models import Enrolment
from training.enrolments.queries.joining import Joining, joinings, joinings_for, joinings_of
from training.enrolments.queries.reading import enrolments_in_feed
from training.enrolments.rules import EnrolmentState
from training.sessions.models import RemovedMeeting

TOLD = ("enrolment-confirmed", "enrolment-moved")
"""The mails that bring a seat into its person's calendar."""


def calendar_of(enrolment: Enrolment, *, to: Actor) -> bytes:
    """The file as it is now: to add the events, or to take them out once the enrolment is cancelled."""
    method = Method.CANCEL if enrolment.state == EnrolmentState.CANCELLED else Method.REQUEST
    return _file(enrolment, entries_of(enrolment, joinings_for(enrolment, to=to)), method, "inscription.ics").content


def calendar(enrolment: Enrolment, method: Method) -> Attachment:
    """Every meeting of the session; its link is in the events of confirmed people alone."""
    return _file(enrolment, entries_of(enrolment, joinings_of(enrolment)), method, "inscription.ics")


def removal(enrolment: Enrolment) -> list[Attachment]:
    """What takes out of the calendar the meetings that were removed since this person registered."""
    gone = enrolment.session.removed.filter(removed_at__gte=enrolment.created_at)
    entries = [_removed(enrolment, meeting) for meeting in gone]
    return [_file(enrolment, entries, Method.CANCEL, "retrait.ics")] if entries else []


def cancellation(enrolment: Enrolment) -> list[Attachment]:
    """Only for those whose calendar was ever told."""
    told = was_told(TOLD, enrolment.uuid)
    return [calendar(enrolment, Method.CANCEL)] if told else []


def entries_of(enrolment: Enrolment, joinings: list[Joining]) -> list[Entry]:
    """The events of one enrolment; their identity never changes, their sequence grows with each change."""
    session = enrolment.session
    return [
        Entry(
            uid=_uid(one.meeting.uuid, enrolment),
            sequence=session.sequence + enrolment.sequence,
            stamp=_stamp(enrolment),
            starts_at=one.meeting.starts_at,
            ends_at=one.meeting.ends_at,
            summary=f"{session.activity.title} ({one.meeting.part})" if one.meeting.part else session.activity.title,
            description="\n".join(filter(None, [one.join_url, page_of(enrolment)])),
            place=one.place or one.join_url,
            url=one.join_url,
        )
        for one in joinings
    ]


def feed_entries(person: User, at: datetime) -> Iterator[Entry]:
    """The events of one's seats, for one's own feed; what was cancelled is said for a while to whoever was told it."""
    rows = list(enrolments_in_feed(person, at=at))
    gone = [row.uuid for row in rows if row.state == EnrolmentState.CANCELLED]
    told = told_about(TOLD, gone) if gone else set[UUID]()
    meetings = joinings(rows)
    for row in rows:
        if row.state != EnrolmentState.CANCELLED or row.uuid in told:
            for entry in entries_of(row, meetings[row.pk]):
                yield replace(entry, cancelled=row.state == EnrolmentState.CANCELLED)


def page_of(enrolment: Enrolment) -> str:
    """The absolute address of the session's page."""
    return f"{settings.SITE_URL}{reverse('training_enrolments:session', args=[enrolment.session.uuid])}"


def _removed(enrolment: Enrolment, meeting: RemovedMeeting) -> Entry:
    return Entry(
        uid=_uid(meeting.uuid, enrolment),
        sequence=enrolment.session.sequence + enrolment.sequence,
        stamp=meeting.removed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=enrolment.session.activity.title,
    )


def _stamp(enrolment: Enrolment) -> datetime:
    known = [enrolment.created_at, enrolment.session.revised_at, enrolment.cancelled_at]
    return max(at for at in known if at)


def _uid(meeting: UUID, enrolment: Enrolment) -> str:
    return f"{meeting}.{enrolment.uuid}@axtra"


def _file(enrolment: Enrolment, entries: list[Entry], method: Method, name: str) -> Attachment:
    sender = association()
    organiser = Party(sender.name, sender.email or sender.sender_email or settings.DEFAULT_FROM_EMAIL)
    attendee = Party(enrolment.person.get_full_name(), enrolment.person.address)
    content = calendar_file(entries, method=method, organiser=organiser, attendee=attendee)
    return Attachment(name, content, content_type(method))
