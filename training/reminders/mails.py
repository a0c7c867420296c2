"""What people are reminded of before a meeting, and how they are thanked after the last."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.certificates.queries import certificate_of
from registrations.dates import spelled_instant, spelled_period
from registrations.messages.calendar import Method
from registrations.messages.registry import Mail, MailKind
from training.catalogue.models import Mode
from training.completion.rules import KIND
from training.enrolments.asking import questions_waiting
from training.enrolments.documents import calendar, page_of
from training.enrolments.models import Enrolment
from training.enrolments.queries import an_enrolment, joinings_of
from training.enrolments.rules import EnrolmentState
from training.reminders.models import Reminder
from training.reminders.queries import a_reminder, survey_to_answer
from training.reminders.rules import ReminderKind
from training.sessions.rules import SessionState

WHOLE = ("session__activity__programme", "person")


def meeting_reminder(uuid: UUID, language: str) -> Mail | None:
    """When, where, how to join; nothing once the seat was given up, the session cancelled or the meeting moved."""
    rows = Reminder.objects.select_related("meeting", *(f"enrolment__{name}" for name in WHOLE))
    reminder = rows.filter(uuid=uuid).first()
    if reminder is None or not _stands(reminder):
        return None
    enrolment, session = reminder.enrolment, reminder.enrolment.session
    one = next(one for one in joinings_of(enrolment) if one.meeting.pk == reminder.meeting_id)
    facts = [(_("Session"), session.activity.title)]
    online = session.activity.mode != Mode.ON_SITE
    facts.append((_("When"), spelled_period(one.meeting.starts_at, one.meeting.ends_at, language, zone=online)))
    facts += [(label, said) for label, said in ((_("Part"), one.meeting.part), (_("Where"), one.place)) if said]
    if one.join_url:
        facts.append((_("Join at"), one.join_url))
    soon = reminder.kind == ReminderKind.HOUR
    subject = _("In an hour: %(title)s") if soon else _("Reminder: %(title)s, on %(instant)s")
    instant = spelled_instant(one.meeting.starts_at, language)
    return Mail(
        subject=subject % {"title": session.activity.title, "instant": instant},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _("Your meeting begins soon.") if soon else _("You have a seat in this meeting: we look forward to it."),
            *questions_waiting(enrolment),
            _("If you cannot come, please cancel your registration: somebody else may be waiting for a seat."),
        ],
        facts=facts,
        action=(_("Join the meeting"), one.join_url) if one.join_url else (_("See my registrations"), _mine()),
        reason=_("You receive this message because you have a seat in this session."),
        attachments=[calendar(enrolment, Method.REQUEST)],
    )


def _stands(reminder: Reminder) -> bool:
    enrolment = reminder.enrolment
    seated = enrolment.state == EnrolmentState.CONFIRMED and enrolment.session.state == SessionState.PUBLISHED
    return seated and reminder.meeting.starts_at == reminder.starts_at


def session_thanks(uuid: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """Thanks, with what there is of: the survey to answer, the certificate, the recording."""
    enrolment = Enrolment.objects.select_related(*WHOLE).filter(uuid=uuid, state=EnrolmentState.ATTENDED).first()
    if enrolment is None:
        return None
    session, links = enrolment.session, _links(enrolment)
    names = {"name": enrolment.person.get_short_name(), "title": session.activity.title}
    return Mail(
        subject=_("Thank you for coming: %(title)s") % names,
        paragraphs=[
            _("Hello %(name)s,") % names,
            _("Thank you for having taken part in “%(title)s”.") % names,
        ],
        facts=links,
        action=(links[0][0], links[0][1]) if links else (_("See the session"), page_of(enrolment)),
        reason=_("You receive this message because you attended this training."),
    )


def _links(enrolment: Enrolment) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if receipt := survey_to_answer(enrolment):
        found.append((_("Give my opinion"), f"{settings.SITE_URL}{reverse('surveys:answer', args=[receipt.uuid])}"))
    if certificate_of(KIND, enrolment.uuid):
        found.append((_("My certificates"), f"{settings.SITE_URL}{reverse('certificates:mine')}"))
    if enrolment.session.recording_url:
        found.append((_("Watch the recording"), enrolment.session.recording_url))
    return found


def _mine() -> str:
    return f"{settings.SITE_URL}{reverse('training_enrolments:mine')}"


def someone_thanked() -> UUID | None:
    """What the team's preview speaks of."""
    return an_enrolment(EnrolmentState.ATTENDED)


MAIL_KINDS = {
    "meeting-reminder": MailKind(gettext_lazy("Reminder of a meeting"), meeting_reminder, example=a_reminder),
    "session-thanks": MailKind(gettext_lazy("Thanks after a session"), session_thanks, example=someone_thanked),
}
