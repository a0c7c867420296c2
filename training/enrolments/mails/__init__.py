"""What people are told about their enrolments. Each returns its mail, or None when it is not true any more."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.dates import spelled_instant, spelled_period
from registrations.messages.calendar import Method
from registrations.messages.registry import Attachment, Mail
from training.catalogue.models import Mode
from training.enrolments.asking import questions_waiting
from training.enrolments.documents import calendar, cancellation, page_of, removal
from training.enrolments.models import Enrolment
from training.enrolments.queries import Joining, joinings_of, post_to_answer
from training.enrolments.rules import EnrolmentState, decline_secret
from training.sessions.rules import cancel_before


def confirmed(uuid: UUID, language: str) -> Mail | None:
    """The seat is theirs: when, where, how to cancel, and the calendar file."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CONFIRMED:
        return None
    session = enrolment.session
    until = spelled_instant(cancel_before(session.starts_at, hours=session.cancel_hours), language)
    return to_person(
        enrolment,
        language,
        subject=_("You are registered: %(title)s"),
        says=[
            _("Your seat is confirmed. The attached file adds the meeting to your calendar."),
            *questions_waiting(enrolment),
            *_by_colleague(enrolment),
        ],
        facts=[*facts_of(enrolment, language, joining=True), (_("You can cancel until"), until)],
        action=(_("See my registrations"), _mine()),
        attachments=[calendar(enrolment, Method.REQUEST)],
    )


def waitlisted(uuid: UUID, language: str) -> Mail | None:
    """They are in line, and will be told when a seat is free."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.WAITLISTED:
        return None
    return to_person(
        enrolment,
        language,
        subject=_("You are on the waiting list: %(title)s"),
        says=[
            _over_cap(enrolment) if enrolment.is_over_cap else _("The session is full."),
            _(
                "As soon as a seat is freed, it is offered to the next person in line: we will write to you, and you "
                "will have a few hours or two days to accept."
            ),
            *questions_waiting(enrolment),
            *_by_colleague(enrolment),
        ],
        action=(_("See my registrations"), _mine()),
    )


def _over_cap(enrolment: Enrolment) -> str:
    """Why somebody waits while seats are left."""
    name = enrolment.organisation.name if enrolment.organisation else ""
    return _("%(organisation)s already has all the seats that it may have here.") % {"organisation": name}


def offered(uuid: UUID, language: str) -> Mail | None:
    """A seat waits for their answer, until an instant."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.offer_ends_at is None:
        return None
    ends = spelled_instant(enrolment.offer_ends_at, language, zone=True)
    return to_person(
        enrolment,
        language,
        subject=_("A seat is free for you: %(title)s"),
        says=[
            _("It is your turn: a seat is kept for you until %(instant)s. After that, it goes to the next person.")
            % {"instant": ends},
            *_to_order(enrolment),
        ],
        facts=[*facts_of(enrolment, language), (_("Answer before"), ends)],
        action=(_("Accept or decline the seat"), absolute(reverse("training_enrolments:offer", args=[enrolment.uuid]))),
    )


def _to_order(enrolment: Enrolment) -> list[str]:
    if not enrolment.session.price_cents:
        return []
    return [_("This session has a price: accept the seat by ordering it, by card or invoiced to your organisation.")]


def reserved(uuid: UUID, language: str) -> Mail | None:
    """A seat is theirs as soon as their organisation says that they work there."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.reserved_until is None:
        return None
    until = spelled_instant(enrolment.reserved_until, language, zone=True)
    names = {"organisation": enrolment.organisation.name if enrolment.organisation else "", "instant": until}
    return to_person(
        enrolment,
        language,
        subject=_("A seat is kept for you: %(title)s"),
        says=[
            _(
                "You took a seat that is reserved to members. %(organisation)s is asked to say that you work there: "
                "your seat is kept until %(instant)s, and is firm as soon as the answer comes."
            )
            % names,
            _("Hurry your registrar if you can: after that, the seat goes to the next person."),
            *questions_waiting(enrolment),
        ],
        facts=[*facts_of(enrolment, language), (_("Kept until"), until)],
        action=(_("See my registrations"), _mine()),
    )


def to_vouch(uuid: UUID, language: str) -> Mail | None:
    """To a registrar: one click makes the seat firm, or gives it to the next person."""
    enrolment = find(uuid)
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
        facts=[*facts_of(enrolment, language), (_("Answer before"), until)],
        action=(_("Answer"), absolute(reverse("staff:answer", args=[enrolment.organisation.slug, post]))),
        reason=_("You receive this message because you are a registrar of %(organisation)s.") % names,
    )


def released(uuid: UUID, language: str) -> Mail | None:
    """Nobody vouched for them in time, or their organisation said that they do not work there."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CANCELLED:
        return None
    return to_person(
        enrolment,
        language,
        subject=_("The seat kept for you was released: %(title)s"),
        says=[
            _(
                "Your organisation did not confirm in time that you work there: the seat was offered to the next "
                "person. Speak to its registrar; once your post is confirmed, register again and the seat is firm at "
                "once."
            ),
        ],
        action=(_("See the session"), page_of(enrolment)),
    )


def expired(uuid: UUID, language: str) -> Mail | None:
    """Their offer ended without an answer."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CANCELLED:
        return None
    return to_person(
        enrolment,
        language,
        subject=_("The seat kept for you was released: %(title)s"),
        says=[
            _("We had no answer in time: the seat was offered to the next person. You can register again if you wish."),
        ],
        action=(_("See the session"), page_of(enrolment)),
    )


def cancelled(uuid: UUID, language: str) -> Mail | None:
    """Their place was given up; the calendar forgets it."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CANCELLED:
        return None
    return to_person(
        enrolment,
        language,
        subject=_("Registration cancelled: %(title)s"),
        says=[
            _("Your registration for this session is cancelled. If you did not ask for it, answer this message."),
        ],
        action=(_("See the sessions"), absolute(reverse("training_sessions:list"))),
        attachments=cancellation(enrolment),
    )


def session_changed(uuid: UUID, language: str) -> Mail | None:
    """When or where it is held changed: the new calendar file takes the place of the old one."""
    enrolment = find(uuid)
    if enrolment is None or enrolment.state != EnrolmentState.CONFIRMED:
        return None
    return to_person(
        enrolment,
        language,
        subject=_("Session changed: %(title)s"),
        says=[
            _(
                "The time, the place, the link or the way of attending your session has changed: here is how it "
                "stands. Your seat is kept; the attached file brings your calendar up to date."
            ),
        ],
        facts=[
            *facts_of(enrolment, language, joining=True),
            (_("Mode"), enrolment.session.activity.get_mode_display()),
        ],
        action=(_("See my registrations"), _mine()),
        attachments=[calendar(enrolment, Method.REQUEST), *removal(enrolment)],
    )


def session_cancelled(uuid: UUID, language: str) -> Mail | None:
    """The whole session is cancelled; the calendar forgets it."""
    enrolment = find(uuid)
    if enrolment is None:
        return None
    return to_person(
        enrolment,
        language,
        subject=_("Session cancelled: %(title)s"),
        says=[
            _("We are sorry: this session will not take place. You have nothing to do. Other sessions may suit you."),
        ],
        action=(_("See the sessions"), absolute(reverse("training_sessions:list"))),
        attachments=cancellation(enrolment),
    )


def to_person(
    enrolment: Enrolment,
    language: str,
    *,
    subject: str,
    says: Sequence[str],
    action: tuple[str, str],
    facts: Sequence[tuple[str, str]] | None = None,
    attachments: Sequence[Attachment] = (),
) -> Mail:
    """To whom the registration is of, by their name: what it `says`, the session's facts, and why they receive it.

    `subject` has the title of the activity at `%(title)s`; `facts` take the place of the session's own.
    """
    return Mail(
        subject=subject % {"title": enrolment.session.activity.title},
        paragraphs=[_("Hello %(name)s,") % {"name": enrolment.person.get_short_name()}, *says],
        facts=facts_of(enrolment, language) if facts is None else list(facts),
        action=action,
        reason=reason_of(enrolment),
        attachments=list(attachments),
    )


def facts_of(enrolment: Enrolment, language: str, *, joining: bool = False) -> list[tuple[str, str]]:
    session, meetings = enrolment.session, joinings_of(enrolment)
    facts = [(_("Session"), session.activity.title), (_("When"), "\n".join(_when(enrolment, meetings, language)))]
    if session.place:
        facts.append((_("Where"), session.place))
    if joining and (links := _links(meetings, language)):
        facts.append((_("Join at"), links))
    return facts


def _when(enrolment: Enrolment, meetings: Sequence[Joining], language: str) -> Iterator[str]:
    """A line a meeting, with its part and its own place."""
    online = enrolment.session.activity.mode != Mode.ON_SITE
    for one in meetings:
        line = spelled_period(one.meeting.starts_at, one.meeting.ends_at, language, zone=online)
        yield " – ".join(filter(None, [line, one.meeting.part, one.meeting.place]))


def _links(meetings: Sequence[Joining], language: str) -> str:
    """The link that all meetings share, else a line for each that has one."""
    if len({one.join_url for one in meetings}) <= 1:
        return meetings[0].join_url if meetings else ""
    days = [(spelled_instant(one.meeting.starts_at, language, weekday=False), one.join_url) for one in meetings]
    return "\n".join(f"{day} – {link}" for day, link in days if link)


def reason_of(enrolment: Enrolment) -> str:
    by = enrolment.registered_by
    if by is not None and by.pk != enrolment.person_id:
        return _("You receive this message because %(name)s registered you.") % {"name": by.get_full_name()}
    return _("You receive this message because you registered for this session.")


def _by_colleague(enrolment: Enrolment) -> list[str]:
    """Who registered them, and the link by which they say no, without an account; a guest has none to say it by."""
    by = enrolment.registered_by
    secret = decline_secret(enrolment.uuid, settings.SECRET_KEY)
    link = absolute(reverse("training_enrolments:decline", args=[enrolment.uuid, secret]))
    if by is None or by.pk == enrolment.person_id:
        said = _("If you cannot come, say so here, no account is needed: %(link)s")
        return [] if enrolment.person.email or by is None else [said % {"link": link}]
    told = _("%(name)s registered you. If you cannot come, say so here, no account is needed: %(link)s")
    return [told % {"name": by.get_full_name(), "link": link}]


def find(uuid: UUID) -> Enrolment | None:
    rows = Enrolment.objects.select_related(
        "session__activity__programme",
        "person",
        "registered_by",
        "organisation",
        "follows__session__activity",
        "follows__person",
    )
    return rows.filter(uuid=uuid).first()


def _mine() -> str:
    return absolute(reverse("training_enrolments:mine"))


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
