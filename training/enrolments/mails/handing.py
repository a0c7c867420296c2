"""What the person who leaves a seat to somebody else is told."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.association.queries import association
from registrations.dates import spelled_instant
from registrations.messages.calendar import Method
from registrations.messages.registry import Mail
from training.enrolments.documents import calendar, cancellation
from training.enrolments.mails import absolute, facts_of, find, to_person
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState


def replaced(uuid: UUID, language: str) -> Mail | None:
    """Their seat is a colleague's from now on; the calendar forgets it."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CANCELLED:
        return None
    name = enrolment.organisation.name if enrolment.organisation else association().name
    return to_person(
        enrolment,
        language,
        subject=_("Your seat was handed over: %(title)s"),
        says=[
            _(
                "%(organisation)s gave your seat in this session to somebody else: you are not expected any more, and "
                "the attached file takes the meeting out of your calendar. If you did not know of it, speak to the "
                "registrar of your organisation, or answer this message."
            )
            % {"organisation": name},
        ],
        action=(_("See the sessions"), absolute(reverse("training_sessions:list"))),
        attachments=cancellation(enrolment),
    )


def moved(uuid: UUID, language: str) -> Mail | None:
    """Their seat is in another session; the calendar forgets the one that they left."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.state not in (EnrolmentState.CONFIRMED, EnrolmentState.RESERVED):
        return None
    before, confirmed = enrolment.follows, enrolment.state == EnrolmentState.CONFIRMED
    gone = cancellation(before) if before else []
    return to_person(
        enrolment,
        language,
        subject=_("Your registration was moved: %(title)s"),
        says=[
            _("Your seat is now in the session below, and the one that you had is freed."),
            *_kept(enrolment, language),
        ],
        facts=facts_of(enrolment, language, joining=confirmed),
        action=(_("See my registrations"), absolute(reverse("training_enrolments:mine"))),
        attachments=[calendar(enrolment, Method.REQUEST), *gone] if confirmed else gone,
    )


def _kept(enrolment: Enrolment, language: str) -> list[str]:
    """What firms the seat, or what to do with the calendar files."""
    if enrolment.reserved_until is None:
        return [_("The attached files add the meeting to your calendar, and take the other one out.")]
    until = spelled_instant(enrolment.reserved_until, language, zone=True)
    told = _("It is kept until %(instant)s, and is firm as soon as your organisation says that you work there.")
    return [told % {"instant": until}]
