"""What people are told about their enrolments. Each returns its mail, or None when it is not true any more."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.association.queries import association
from registrations.dates import spelled_instant, spelled_period
from registrations.messages.calendar import Entry, Method, Party, calendar_file, content_type
from registrations.messages.queries import was_told
from registrations.messages.registry import Attachment, Mail
from training.catalogue.models import Mode
from training.enrolments.models import Enrolment
from training.enrolments.queries import post_to_answer
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Meeting
from training.sessions.rules import cancel_before


def confirmed(uuid: UUID, language: str) -> Mail | None:
    """The seat is theirs: when, where, how to cancel, and the calendar file."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CONFIRMED:
        return None
    session = enrolment.session
    until = spelled_instant(cancel_before(session.starts_at, hours=session.cancel_hours), language)
    return Mail(
        subject=_("You are registered: %(title)s") % {"title": session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _("Your seat is confirmed. The attached file adds the meeting to your calendar."),
        ],
        facts=[*_facts(enrolment, language, joining=True), (_("You can cancel until"), until)],
        action=(_("See my registrations"), _mine()),
        reason=_reason(enrolment),
        attachments=[_calendar(enrolment, Method.REQUEST)],
    )


def waitlisted(uuid: UUID, language: str) -> Mail | None:
    """They are in line, and will be told when a seat is free."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.WAITLISTED:
        return None
    return Mail(
        subject=_("You are on the waiting list: %(title)s") % {"title": enrolment.session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _(
                "The session is full. As soon as a seat is freed, it is offered to the next person in line: we will "
                "write to you, and you will have a few hours or two days to accept."
            ),
        ],
        facts=_facts(enrolment, language),
        action=(_("See my registrations"), _mine()),
        reason=_reason(enrolment),
    )


def offered(uuid: UUID, language: str) -> Mail | None:
    """A seat waits for their answer, until an instant."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.offer_ends_at is None:
        return None
    ends = spelled_instant(enrolment.offer_ends_at, language, zone=True)
    return Mail(
        subject=_("A seat is free for you: %(title)s") % {"title": enrolment.session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _("It is your turn: a seat is kept for you until %(instant)s. After that, it goes to the next person.")
            % {"instant": ends},
            *_to_order(enrolment),
        ],
        facts=[*_facts(enrolment, language), (_("Answer before"), ends)],
        action=(_("Accept or decline the seat"), _mine()),
        reason=_reason(enrolment),
    )


def _to_order(enrolment: Enrolment) -> list[str]:
    if not enrolment.session.price_cents:
        return []
    return [_("This session has a price: accept the seat by ordering it, by card or invoiced to your organisation.")]


def reserved(uuid: UUID, language: str) -> Mail | None:
    """A seat is theirs as soon as their organisation says that they work there."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.reserved_until is None:
        return None
    until = spelled_instant(enrolment.reserved_until, language, zone=True)
    names = {"organisation": enrolment.organisation.name if enrolment.organisation else "", "instant": until}
    return Mail(
        subject=_("A seat is kept for you: %(title)s") % {"title": enrolment.session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _(
                "You took a seat that is reserved to members. %(organisation)s is asked to say that you work there: "
                "your seat is kept until %(instant)s, and is firm as soon as the answer comes."
            )
            % names,
            _("Hurry your registrar if you can: after that, the seat goes to the next person."),
        ],
        facts=[*_facts(enrolment, language), (_("Kept until"), until)],
        action=(_("See my registrations"), _mine()),
        reason=_reason(enrolment),
    )


def to_vouch(uuid: UUID, language: str) -> Mail | None:
    """To a registrar: one click makes the seat firm, or gives it to the next person."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.reserved_until is None or enrolment.organisation is None:
        return None
    until, post = spelled_instant(enrolment.reserved_until, language, zone=True), post_to_answer(enrolment)
    if post is None:
        return None
    names = {"name": enrolment.person.get_full_name(), "organisation": enrolment.organisation.name}
    return Mail(
        subject=_("Does %(name)s work at %(organisation)s? A seat waits") % names,
        paragraphs=[
            _("%(name)s took a seat as staff of %(organisation)s, of which you are a registrar.") % names,
            _("Confirm, and the seat is firm. Not ours, or no answer in time, and it goes to the next person."),
        ],
        facts=[*_facts(enrolment, language), (_("Answer before"), until)],
        action=(_("Answer"), _absolute(reverse("staff:answer", args=[enrolment.organisation.slug, post]))),
        reason=_("You receive this message because you are a registrar of %(organisation)s.") % names,
    )


def released(uuid: UUID, language: str) -> Mail | None:
    """Nobody vouched for them in time, or their organisation said that they do not work there."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CANCELLED:
        return None
    return Mail(
        subject=_("The seat kept for you was released: %(title)s") % {"title": enrolment.session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _(
                "Your organisation did not confirm in time that you work there: the seat was offered to the next "
                "person. Speak to its registrar; once your post is confirmed, register again and the seat is firm at "
                "once."
            ),
        ],
        facts=_facts(enrolment, language),
        action=(_("See the session"), _page(enrolment)),
        reason=_reason(enrolment),
    )


def expired(uuid: UUID, language: str) -> Mail | None:
    """Their offer ended without an answer."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CANCELLED:
        return None
    return Mail(
        subject=_("The seat kept for you was released: %(title)s") % {"title": enrolment.session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _("We had no answer in time: the seat was offered to the next person. You can register again if you wish."),
        ],
        facts=_facts(enrolment, language),
        action=(_("See the session"), _page(enrolment)),
        reason=_reason(enrolment),
    )


def cancelled(uuid: UUID, language: str) -> Mail | None:
    """Their place was given up; the calendar forgets it."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CANCELLED:
        return None
    return Mail(
        subject=_("Registration cancelled: %(title)s") % {"title": enrolment.session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _("Your registration for this session is cancelled. If you did not ask for it, answer this message."),
        ],
        facts=_facts(enrolment, language),
        action=(_("See the sessions"), _absolute(reverse("training_sessions:list"))),
        reason=_reason(enrolment),
        attachments=_cancellation(enrolment),
    )


def session_changed(uuid: UUID, language: str) -> Mail | None:
    """When or where it is held changed: the new calendar file takes the place of the old one."""
    enrolment = _enrolment(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CONFIRMED:
        return None
    return Mail(
        subject=_("Session changed: %(title)s") % {"title": enrolment.session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _(
                "The time, the place or the link of your session has changed. Your seat is kept; the attached file "
                "brings your calendar up to date."
            ),
        ],
        facts=_facts(enrolment, language, joining=True),
        action=(_("See my registrations"), _mine()),
        reason=_reason(enrolment),
        attachments=[_calendar(enrolment, Method.REQUEST)],
    )


def session_cancelled(uuid: UUID, language: str) -> Mail | None:
    """The whole session is cancelled; the calendar forgets it."""
    enrolment = _enrolment(uuid)
    if enrolment is None:
        return None
    return Mail(
        subject=_("Session cancelled: %(title)s") % {"title": enrolment.session.activity.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": enrolment.person.get_short_name()},
            _("We are sorry: this session will not take place. You have nothing to do. Other sessions may suit you."),
        ],
        facts=_facts(enrolment, language),
        action=(_("See the sessions"), _absolute(reverse("training_sessions:list"))),
        reason=_reason(enrolment),
        attachments=_cancellation(enrolment),
    )


LINKLESS = (EnrolmentState.WAITLISTED, EnrolmentState.RESERVED, EnrolmentState.HELD)
"""States in which the meeting's link is not theirs yet."""


def calendar_of(enrolment: Enrolment) -> bytes:
    """The calendar file of one enrolment, as it is now: to add it, or to take it out once cancelled."""
    method = Method.CANCEL if enrolment.state == EnrolmentState.CANCELLED else Method.REQUEST
    return _calendar(enrolment, method).content


def _calendar(enrolment: Enrolment, method: Method) -> Attachment:
    sender, session = association(), enrolment.session
    organiser = Party(sender.name, sender.email or sender.sender_email or settings.DEFAULT_FROM_EMAIL)
    shown = method is Method.REQUEST and enrolment.state not in LINKLESS
    entries = [
        Entry(
            uid=f"{meeting.uuid}.{enrolment.uuid}@axtra",
            sequence=session.sequence + enrolment.sequence,
            stamp=enrolment.cancelled_at or enrolment.created_at,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            summary=session.activity.title,
            description=_page(enrolment),
            place=meeting.place or session.place or (session.join_url if shown else ""),
            url=session.join_url if shown else "",
        )
        for meeting in _meetings(enrolment)
    ]
    attendee = Party(enrolment.person.get_full_name(), enrolment.person.address)
    content = calendar_file(entries, method=method, organiser=organiser, attendee=attendee)
    return Attachment("inscription.ics", content, content_type(method))


def _cancellation(enrolment: Enrolment) -> list[Attachment]:
    """Only for those whose calendar was ever told."""
    told = was_told("enrolment-confirmed", enrolment.uuid)
    return [_calendar(enrolment, Method.CANCEL)] if told else []


def _facts(enrolment: Enrolment, language: str, *, joining: bool = False) -> list[tuple[str, str]]:
    session, online = enrolment.session, enrolment.session.activity.mode != Mode.ON_SITE
    when = [spelled_period(m.starts_at, m.ends_at, language, zone=online) for m in _meetings(enrolment)]
    facts = [(_("Session"), session.activity.title), (_("When"), "\n".join(when))]
    if session.place:
        facts.append((_("Where"), session.place))
    if joining and session.join_url:
        facts.append((_("Join at"), session.join_url))
    return facts


def _reason(enrolment: Enrolment) -> str:
    by = enrolment.registered_by
    if by is not None and by.pk != enrolment.person_id:
        return _("You receive this message because %(name)s registered you.") % {"name": by.get_full_name()}
    return _("You receive this message because you registered for this session.")


def _enrolment(uuid: UUID) -> Enrolment | None:
    rows = Enrolment.objects.select_related("session__activity", "person", "registered_by", "organisation")
    return rows.filter(uuid=uuid).first()


def _meetings(enrolment: Enrolment) -> Sequence[Meeting]:
    return list(enrolment.session.meetings.all())


def _mine() -> str:
    return _absolute(reverse("training_enrolments:mine"))


def _page(enrolment: Enrolment) -> str:
    return _absolute(reverse("training_enrolments:session", args=[enrolment.session.uuid]))


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
