"""What the invited are sent. Each returns its mail, or None when it is not true any more."""

from functools import partial
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.dates import spelled_instant, spelled_period
from registrations.messages.registry import Mail, MailKind
from registrations.money import spelled
from training.catalogue.models import Mode
from training.invitations.models import Invitation
from training.invitations.queries import WITH_SESSION, an_invitation, has_seat, link_of
from training.invitations.rules import UNDECIDED, InvitationState
from training.sessions.rules import SessionState


def invitation(uuid: UUID, language: str) -> Mail | None:
    """Who is invited to what, until when to answer, and the personal link."""
    found = _find(uuid)
    if found is None or found.state == InvitationState.REVOKED:
        return None
    says = [_("The AXTRA team invites you to “%(title)s”.") % {"title": found.session.activity.title}]
    says += [part for part in found.round.words.split("\n\n") if part.strip()]
    return _mail(found, language, subject=_("You are invited: %(title)s"), says=[*says, *_how()])


def reminder(uuid: UUID, language: str) -> Mail | None:
    """Nothing for who answered or took a seat meanwhile, or once the time to answer is over."""
    found = _find(uuid)
    if found is None or found.state not in UNDECIDED or has_seat(found):
        return None
    says = [_("You are invited to “%(title)s”, and we await your answer.") % {"title": found.session.activity.title}]
    if found.state == InvitationState.MAYBE:
        says.append(_("You had answered that you did not know yet."))
    return _mail(found, language, subject=_("Will you come? %(title)s"), says=[*says, *_how()])


def withdrawn(uuid: UUID, language: str) -> Mail | None:
    """The invitation does not hold any more."""
    found = _find(uuid, linked=False)
    if found is None or found.state != InvitationState.REVOKED:
        return None
    title = {"title": found.session.activity.title}
    return Mail(
        subject=_("Invitation withdrawn: %(title)s") % title,
        paragraphs=[
            *_hello(found),
            _("The invitation to “%(title)s” that we sent you is withdrawn: its link opens nothing any more.") % title,
            _("If it surprises you, answer this message."),
        ],
        facts=_facts(found, language)[:2],
        reason=_("You receive this message because you had been invited to this session."),
    )


def _how() -> list[str]:
    """How one answers, and whose the link is."""
    return [
        _("Say whether you come: no account is needed, and you can change your mind until the date below."),
        _("This link is yours: whoever opens it answers in your place. Please do not forward it."),
    ]


def _mail(found: Invitation, language: str, *, subject: str, says: list[str]) -> Mail | None:
    link = link_of(found)
    if link is None:
        return None
    due = spelled_instant(found.answer_by, language, zone=True)
    return Mail(
        subject=subject % {"title": found.session.activity.title},
        paragraphs=[*_hello(found), *says],
        facts=[*_facts(found, language), (_("Answer before"), due)],
        action=(_("Answer the invitation"), link),
        reason=_reason(found),
    )


def _hello(found: Invitation) -> list[str]:
    name = found.person.get_short_name() if found.person else found.name
    return [_("Hello %(name)s,") % {"name": name}] if name else [_("Hello,")]


def _reason(found: Invitation) -> str:
    if found.organisation:
        return _("You receive this message because the team invites people of %(organisation)s.") % {
            "organisation": found.organisation.name
        }
    if found.group:
        return _("You receive this message because you sit in “%(group)s”.") % {"group": found.group.name}
    return _("You receive this message because the AXTRA team invites you to this session.")


def _facts(found: Invitation, language: str) -> list[tuple[str, str]]:
    session = found.session
    online = session.activity.mode != Mode.ON_SITE
    when = [
        " – ".join(
            filter(None, [spelled_period(one.starts_at, one.ends_at, language, zone=online), one.part, one.place])
        )
        for one in session.meetings.all()
    ]
    facts = [(_("Session"), session.activity.title), (_("When"), "\n".join(when))]
    if session.place:
        facts.append((_("Where"), session.place))
    if session.price_cents:
        facts.append((_("Price, before taxes"), spelled(session.price_cents, language)))
    return facts


def _find(uuid: UUID, *, linked: bool = True) -> Invitation | None:
    """The invitation, while its session is to come; `linked`: and while its link can be answered."""
    found = Invitation.objects.select_related(*WITH_SESSION).filter(uuid=uuid, forgotten_at=None).first()
    if found is None or found.session.state != SessionState.PUBLISHED:
        return None
    return None if linked and found.answer_by <= timezone.now() else found


MAIL_KINDS = {
    "session-invitation": MailKind(gettext_lazy("Invitation to a session"), invitation, example=an_invitation),
    "session-invitation-reminder": MailKind(
        gettext_lazy("Reminder of an invitation to a session"), reminder, example=an_invitation
    ),
    "session-invitation-withdrawn": MailKind(
        gettext_lazy("Invitation to a session withdrawn"),
        withdrawn,
        example=partial(an_invitation, InvitationState.REVOKED),
    ),
}
