"""The week of one registrar's organisations."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.dates import MONTREAL, spelled_day
from registrations.messages.registry import Mail, MailKind
from training.digests.models import Digest
from training.digests.queries import Week, a_digest, looked_after, refuses, weeks_of
from training.enrolments.models import Enrolment

AT_MOST = 15


def registrar_digest(uuid: UUID, language: str) -> Mail | None:
    """One mail, whatever the number of their organisations; nothing when there is nothing, or they stopped it.

    Of the organisations that they look after on the day it leaves: who is registrar no more reads no name.
    """
    digest = Digest.objects.select_related("person").filter(uuid=uuid).first()
    if digest is None or refuses(digest.person):
        return None
    weeks = weeks_of(looked_after(digest.person, on=localdate()), on=digest.week_on)
    if not weeks:
        return None
    pending = sum(len(week.to_confirm) for week in weeks)
    return Mail(
        subject=_("Training: your week, %(day)s") % {"day": spelled_day(digest.week_on, language, weekday=False)},
        paragraphs=[
            _("Hello %(name)s,") % {"name": digest.person.get_short_name()},
            _("Here is what changed in the last seven days for the people whose registrations you look after."),
            *([_to_answer(pending)] if pending else []),
            _("You can stop this message, or take it up again, here: %(link)s") % {"link": _address("digests:choice")},
        ],
        facts=[fact for week in weeks for fact in _facts(week, language, named=len(weeks) > 1)],
        action=(_("See my organisations"), _address("staff:mine")),
        reason=_("You receive this message because you are the registrar of an organisation."),
        linked=True,
    )


def _to_answer(number: int) -> str:
    return ngettext(
        "%(number)s seat waits for you to say that its person works there.",
        "%(number)s seats wait for you to say that their people work there.",
        number,
    ) % {"number": number}


def _facts(week: Week, language: str, *, named: bool) -> Iterator[tuple[str, str]]:
    for label, rows in (
        (_("To confirm"), week.to_confirm),
        (_("New registrations"), week.registered),
        (_("Cancellations"), week.cancelled),
        (_("On the waiting list"), week.waiting),
        (_("Coming sessions"), week.coming),
    ):
        if rows:
            yield f"{week.organisation.name} – {label}" if named else str(label), _lines(rows, language)


def _lines(rows: Sequence[Enrolment], language: str) -> str:
    lines = [_line(row, language) for row in rows[:AT_MOST]]
    if more := len(rows) - AT_MOST:
        lines += [_("and %(number)s more") % {"number": more}] if more > 0 else []
    return "\n".join(lines)


def _line(row: Enrolment, language: str) -> str:
    day = spelled_day(row.session.starts_at.astimezone(MONTREAL).date(), language, weekday=False)
    return f"{row.person.get_full_name()} – {row.session.activity.title}, {day}"


def _address(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(name)}"


MAIL_KINDS = {
    "registrar-digest": MailKind(gettext_lazy("Weekly digest to registrars"), registrar_digest, example=a_digest)
}
