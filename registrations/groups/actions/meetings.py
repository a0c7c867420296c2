"""When a group meets."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from registrations.actors import Actor
from registrations.groups.actions.groups import expect_keeper, expect_open
from registrations.groups.errors import MeetingNowhere, MeetingReversed
from registrations.groups.models import Group, GroupMeeting
from registrations.journal.actions import log


class MeetingFields(TypedDict, total=False):
    """What one says of a meeting."""

    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    agenda: str


@transaction.atomic
def plan_meeting(*, group: Group, by: Actor, at: datetime, **fields: Unpack[MeetingFields]) -> GroupMeeting:
    """Add a meeting. Raises `MeetingReversed`, `MeetingNowhere`, `GroupArchived`."""
    expect_keeper(by)
    expect_open(group)
    meeting = GroupMeeting(group=group, **fields)
    _expect_sense(meeting)
    meeting.save(force_insert=True)
    _note(meeting, "groups.plan_meeting", by=by, at=at)
    return meeting


@transaction.atomic
def change_meeting(*, meeting: GroupMeeting, by: Actor, at: datetime, **fields: Unpack[MeetingFields]) -> GroupMeeting:
    """Move or complete a meeting. Raises `MeetingReversed`, `MeetingNowhere`."""
    expect_keeper(by)
    changed = {name: value for name, value in fields.items() if getattr(meeting, name) != value}
    for name, value in changed.items():
        setattr(meeting, name, value)
    _expect_sense(meeting)
    if changed:
        meeting.save(update_fields=list(changed))
        _note(meeting, "groups.change_meeting", by=by, at=at, fields=sorted(changed))
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: GroupMeeting, by: Actor, at: datetime) -> None:
    """It stays on the page, marked, until its hour has passed."""
    expect_keeper(by)
    if GroupMeeting.objects.filter(pk=meeting.pk, cancelled_at=None).update(cancelled_at=at):
        _note(meeting, "groups.cancel_meeting", by=by, at=at)


def _expect_sense(meeting: GroupMeeting) -> None:
    if meeting.ends_at <= meeting.starts_at:
        raise MeetingReversed()
    if not (meeting.place or meeting.link):
        raise MeetingNowhere()


def _note(meeting: GroupMeeting, action: str, *, by: Actor, at: datetime, **details: object) -> None:
    """The meeting's history and its group's."""
    log(meeting, action, by=by, at=at, **details)
    log(meeting.group, action, by=by, at=at, meeting=str(meeting.uuid), **details)
