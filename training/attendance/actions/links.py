"""Trainers' links, and the codes of meetings."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.ids import uuid7
from registrations.journal import actions as journal
from registrations.messages.actions import tell_address
from registrations.people.models import User
from registrations.people.queries import hashed
from training.attendance.actions.noting import write
from training.attendance.errors import NoMeetingNow, NotedAbsent, NotOnTheList, UnknownLink, WrongCode
from training.attendance.models import Attendance, RoomCode, TrainerLink
from training.attendance.queries import code_taken_now, seat_of, sessions_taught
from training.attendance.rules import LINK_LASTS, Source, new_code, same_code, secret_of
from training.catalogue.models import Trainer
from training.catalogue.rules import may_manage_training
from training.sessions.models import Meeting, Session

BY_LINK = Actor.system("training.trainer-link")


@transaction.atomic
def open_trainer_link(trainer: Trainer, *, by: Actor, at: datetime) -> TrainerLink:
    """A new personal link, in place of the one they had; it is sent when they have an address."""
    _only_training(by)
    Trainer.objects.select_for_update(no_key=True).get(pk=trainer.pk)
    TrainerLink.objects.filter(trainer=trainer, revoked_at=None).update(revoked_at=at)
    uuid = uuid7()
    link = TrainerLink.objects.create(
        uuid=uuid,
        trainer=trainer,
        hash=hashed(secret_of(uuid, settings.SECRET_KEY)),
        created_at=at,
        created_by=by.person,
        expires_at=at + LINK_LASTS,
    )
    journal.log(link, "training.open_trainer_link", by=by, at=at)
    if trainer.email:
        tell_address("trainer-link", about=link, address=trainer.email, language=trainer.language, at=at)
    return link


@transaction.atomic
def revoke_trainer_link(link: TrainerLink, *, by: Actor, at: datetime) -> None:
    """From now on the link opens nothing."""
    _only_training(by)
    if TrainerLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
        journal.log(link, "training.revoke_trainer_link", by=by, at=at)


@transaction.atomic
def note_by_trainer(link: TrainerLink, meeting: Meeting, minutes: Mapping[int, int], *, at: datetime) -> int:
    """Note minutes through a trainer's link, for a session that it shows. Raises `UnknownLink` for any other."""
    _check_link(link, meeting, at=at)
    TrainerLink.objects.filter(pk=link.pk).update(used_at=at)
    return write(meeting, minutes, source=Source.TRAINER, by=BY_LINK, at=at)


@transaction.atomic
def show_code(meeting: Meeting, *, by: Actor, link: TrainerLink | None = None, at: datetime) -> RoomCode:
    """The code of a meeting, made the first time: to be shown in the room or in the call."""
    if link is None:
        _only_training(by)
    else:
        _check_link(link, meeting, at=at)
    code, made = RoomCode.objects.get_or_create(meeting=meeting, defaults={"code": new_code(), "created_at": at})
    if made:
        journal.log(meeting.session, "training.show_code", by=BY_LINK if link else by, at=at)
    return code


@transaction.atomic
def enter_code(session: Session, typed: str, *, person: User, by: Actor, at: datetime) -> None:
    """Note oneself present in the meeting that is on.

    Raises `NotOnTheList`, `NoMeetingNow`, `WrongCode`, and `NotedAbsent` when a person said the contrary.
    """
    seat, meeting = seat_of(session, person), code_taken_now(session, at=at)
    if seat is None:
        raise NotOnTheList()
    if meeting is None:
        raise NoMeetingNow()
    if not same_code(typed, meeting.room_code.code):
        raise WrongCode()
    write(meeting, {seat.pk: meeting.minutes}, source=Source.CODE, by=by, at=at)
    if not Attendance.objects.live().filter(meeting=meeting, enrolment=seat, minutes__gt=0).exists():
        raise NotedAbsent()


def _check_link(link: TrainerLink, meeting: Meeting, *, at: datetime) -> None:
    live = TrainerLink.objects.select_for_update(no_key=True).filter(pk=link.pk, revoked_at=None, expires_at__gt=at)
    if not live.exists() or not sessions_taught(link, at=at).filter(pk=meeting.session_id).exists():
        raise UnknownLink()


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
