"""What is written about requests of access: to the reader, and to the librarian."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.access_requests.models import AccessRequest
from cms.access_requests.rules import OPEN, RequestState
from registrations.dates import spelled_day, spelled_instant
from registrations.messages.registry import Mail, MailKind


def received(about: UUID, language: str) -> Mail | None:
    """To the reader: it came, and by when it is answered."""
    request = _request(about)
    if request is None or not request.is_open:
        return None
    return Mail(
        subject=_("We received your request: %(title)s") % {"title": request.resource.title},
        paragraphs=[_("The library's team reads it and answers at the latest on the day below.")],
        facts=[*_facts(request), (_("To be answered by"), spelled_day(request.answer_by, language))],
        action=_mine(request),
        reason=_because(),
    )


def question(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - every mail has a language
    """To the reader: something is asked before the answer."""
    request = _request(about)
    if request is None or request.state != RequestState.QUESTION:
        return None
    return Mail(
        subject=_("A question about your request: %(title)s") % {"title": request.resource.title},
        paragraphs=[request.question, _("Reply on the page of your request: the library then answers.")],
        facts=_facts(request),
        action=_mine(request),
        reason=_because(),
    )


def granted(about: UUID, language: str) -> Mail | None:
    """To the reader: open, until when."""
    request = _request(about)
    if request is None or request.grant is None:
        return None
    until = spelled_instant(request.grant.ends_at, language, weekday=False)
    return Mail(
        subject=_("Access granted: %(title)s") % {"title": request.resource.title},
        paragraphs=[part for part in (request.answer, _("You may download this resource with your account.")) if part],
        facts=[*_facts(request), (_("Open to you until"), until)],
        action=(
            _("Open the resource"),
            f"{settings.SITE_URL}{reverse('library:resource', args=[request.resource.slug])}",
        ),
        reason=_because(),
    )


def refused(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - every mail has a language
    """To the reader: no, and why."""
    request = _request(about)
    if request is None or request.state != RequestState.REFUSED:
        return None
    return Mail(
        subject=_("Answer to your request: %(title)s") % {"title": request.resource.title},
        paragraphs=[_("We cannot open this resource to you."), request.answer],
        facts=_facts(request),
        action=_mine(request),
        reason=_because(),
    )


def asked(about: UUID, language: str) -> Mail | None:
    """To the librarian: somebody asks, or replied."""
    request = _request(about)
    if request is None or request.state != RequestState.ASKED:
        return None
    return Mail(
        subject=_("Access asked for: %(title)s") % {"title": request.resource.title},
        paragraphs=[part for part in (request.reason, request.reply) if part],
        facts=_for_team(request, language),
        action=_screen(request),
        reason=_("You receive this message because you keep the library."),
    )


def late(about: UUID, language: str) -> Mail | None:
    """To the librarian: the deadline comes, or has passed."""
    request = _request(about)
    if request is None or request.state != RequestState.ASKED:
        return None
    return Mail(
        subject=_("To be answered by %(day)s: access to “%(title)s”")
        % {"day": spelled_day(request.answer_by, language, weekday=False), "title": request.resource.title},
        paragraphs=[_("This reader was promised an answer by that day and has none yet.")],
        facts=_for_team(request, language),
        action=_screen(request),
        reason=_("You receive this message because you keep the library."),
    )


def _request(about: UUID) -> AccessRequest | None:
    rows = AccessRequest.objects.select_related("resource", "person", "organisation", "grant")
    return rows.filter(uuid=about).first()


def _facts(request: AccessRequest) -> list[tuple[str, str]]:
    return [(_("Resource"), request.resource.title), (_("What for"), request.reason)]


def _for_team(request: AccessRequest, language: str) -> list[tuple[str, str]]:
    organisation = request.organisation.name if request.organisation else ""
    return [
        (_("Person"), request.person.get_full_name()),
        *([(_("Organisation"), organisation)] if organisation else []),
        (_("To be answered by"), spelled_day(request.answer_by, language)),
    ]


def _mine(request: AccessRequest) -> tuple[str, str]:
    address = reverse("access_requests:one", args=[request.uuid])
    return _("See my request"), f"{settings.SITE_URL}{address}"


def _screen(request: AccessRequest) -> tuple[str, str]:
    address = reverse("demandes-acces:inspect", args=[request.pk])
    return _("Answer the request"), f"{settings.SITE_URL}{address}"


def _because() -> str:
    return _("You receive this message because you asked for access to a resource.")


def example(*states: str) -> UUID | None:
    """A request to preview the mails with."""
    rows = AccessRequest.objects.filter(state__in=states).order_by("-pk")
    return rows.values_list("uuid", flat=True).first()


MAIL_KINDS = {
    "access-received": MailKind(gettext_lazy("Access request received"), received, example=lambda: example(*OPEN)),
    "access-question": MailKind(
        gettext_lazy("Access request: question"), question, example=lambda: example("question")
    ),
    "access-granted": MailKind(gettext_lazy("Access granted"), granted, example=lambda: example("granted")),
    "access-refused": MailKind(gettext_lazy("Access refused"), refused, example=lambda: example("refused")),
    "access-asked": MailKind(gettext_lazy("Access request to answer"), asked, example=lambda: example("asked")),
    "access-late": MailKind(gettext_lazy("Access request late"), late, example=lambda: example("asked")),
}
