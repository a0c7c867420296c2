"""What applying, being admitted or refused says by mail."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.association.queries import association
from registrations.dates import spelled_day
from registrations.memberships.models import ApplicationRequest, Membership, MembershipApplication
from registrations.memberships.rules import MembershipState
from registrations.messages.registry import Mail, MailKind


def follow_address(membership: Membership) -> str:
    """The absolute address of the page where an organisation follows its membership."""
    return f"{settings.SITE_URL}/moi/organisme/{membership.organisation.slug}/adhesion/"


def applied_mail(about: UUID, language: str) -> Mail | None:
    """The application is received: what comes next."""
    application = _application(about)
    if application is None or application.membership.state != MembershipState.REQUESTED:
        return None
    membership = application.membership
    return Mail(
        subject=_("We received the application of %(organisation)s") % {"organisation": membership.organisation.name},
        paragraphs=[
            _("Our team studies it, then the board decides. We write to you if something is missing."),
            _("You can add documents and follow the application on its page, until the board decides."),
        ],
        facts=_facts(application, language),
        action=(_("Follow the application"), follow_address(membership)),
        reason=_("You receive this message because you applied for this organisation."),
    )


def missing_mail(about: UUID, language: str) -> Mail | None:
    """Something is missing: what, and where to give it."""
    request = ApplicationRequest.objects.select_related("application").filter(uuid=about, answered_at=None).first()
    application = _application(request.application.uuid) if request else None
    if request is None or application is None or application.membership.state != MembershipState.REQUESTED:
        return None
    membership = application.membership
    return Mail(
        subject=_("Something is missing from the application of %(organisation)s")
        % {"organisation": membership.organisation.name},
        paragraphs=[_("To go on with the study of your application, we need this:"), *_lines(request.text)],
        facts=_facts(application, language),
        action=(_("Answer"), follow_address(membership)),
        reason=_("You receive this message because you applied for this organisation."),
    )


def welcome_mail(about: UUID, language: str) -> Mail | None:
    """Admitted: what to do first."""
    application = _application(about)
    if application is None or application.membership.state not in (MembershipState.ADMITTED, MembershipState.ACTIVE):
        return None
    membership = application.membership
    name, hub = membership.organisation.name, f"{settings.SITE_URL}/moi/organisme/{membership.organisation.slug}/"
    facts = [*_facts(application, language), (_("Board resolution"), membership.resolution)]
    return Mail(
        subject=_("Welcome: %(organisation)s is admitted") % {"organisation": name},
        paragraphs=[
            _("The board admitted your organisation. Its people have the rights of members once the dues are paid."),
            _("1. Enter your staff list: each person then signs in with their own address."),
            _("2. Fill in the yearly declaration, from which the invoice of your dues follows."),
            _("3. Complete your organisation's record: it is what the public finds in the directory of centres."),
            _("4. Look at the resources, the training and the colloquium that await your team."),
        ],
        facts=facts,
        action=(_("Begin"), hub),
        reason=_("You receive this message because you answer for this organisation."),
    )


def refused_mail(about: UUID, language: str) -> Mail | None:
    """Not admitted: why, and the recourse."""
    application = _application(about)
    if application is None or application.membership.state != MembershipState.REFUSED:
        return None
    sender = association()
    address = " – ".join(part for part in (sender.email, " ".join(sender.address.split())) if part)
    return Mail(
        subject=_("The board's decision on the application of %(organisation)s")
        % {"organisation": application.membership.organisation.name},
        paragraphs=[
            _("The board did not admit your organisation. Here is the reason:"),
            *_lines(application.refusal),
            _("You may ask the board, in writing, to look at its decision again: %(address)s.")
            % {"address": address or sender.name},
            _("You may also apply again when your situation has changed."),
        ],
        facts=_facts(application, language),
        action=(_("See the application"), follow_address(application.membership)),
        reason=_("You receive this message because you applied for this organisation."),
    )


def _application(about: UUID) -> MembershipApplication | None:
    rows = MembershipApplication.objects.select_related("membership__organisation", "membership__category")
    return rows.filter(uuid=about).first()


def _facts(application: MembershipApplication, language: str) -> list[tuple[str, str]]:
    membership = application.membership
    category = (membership.category.name_en if language == "en" else "") or membership.category.name_fr
    received: date = localdate(application.submitted_at)
    return [
        (_("Organisation"), membership.organisation.name),
        (_("Category"), category),
        (_("Received"), spelled_day(received, language, weekday=False)),
    ]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _latest(*states: str) -> UUID | None:
    found = MembershipApplication.objects.filter(membership__state__in=states).order_by("-pk")
    return found.values_list("uuid", flat=True).first()


def _latest_request() -> UUID | None:
    asked = ApplicationRequest.objects.filter(
        answered_at=None, application__membership__state=MembershipState.REQUESTED
    )
    return asked.order_by("-pk").values_list("uuid", flat=True).first()


MAIL_KINDS = {
    "membership-applied": MailKind(
        gettext_lazy("Membership application received"),
        applied_mail,
        example=lambda: _latest(MembershipState.REQUESTED),
    ),
    "membership-missing": MailKind(
        gettext_lazy("Membership application: something is missing"), missing_mail, example=_latest_request
    ),
    "membership-welcome": MailKind(
        gettext_lazy("Welcome to a new member"),
        welcome_mail,
        example=lambda: _latest(MembershipState.ADMITTED, MembershipState.ACTIVE),
    ),
    "membership-refused": MailKind(
        gettext_lazy("Membership application refused"),
        refused_mail,
        example=lambda: _latest(MembershipState.REFUSED),
    ),
}
