"""What renewals say by mail; each is None once there is nothing to say any more."""

from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.memberships.models import Membership
from registrations.messages.registry import Mail, MailKind
from registrations.organisations.models import Organisation
from registrations.renewals.models import Declaration
from registrations.renewals.queries import latest_declaration, whole


def declaration_address(declaration: Declaration) -> str:
    """The absolute address of a declaration's page."""
    slug = declaration.membership.organisation.slug
    return f"{settings.SITE_URL}/moi/organisme/{slug}/declaration/{declaration.campaign.year}/"


def open_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """The campaign is open: the declaration is there, prefilled."""
    found = _awaited(about)
    if found is None:
        return None
    return _mail(
        found,
        subject=_("Renew %(organisation)s for %(year)s") % _names(found),
        paragraphs=[
            _("The yearly declaration of your organisation is ready, filled in with what we already know."),
            _("Check each part, correct what changed, then have the direction sign it online. Dues follow from it."),
        ],
        label=_("Prepare the declaration"),
    )


def reminder_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """Not signed yet."""
    found = _awaited(about)
    if found is None:
        return None
    return _mail(
        found,
        subject=_("Reminder: the declaration of %(organisation)s is not signed") % _names(found),
        paragraphs=[
            _("We have not received the yearly declaration of your organisation for %(year)s.") % _names(found),
            _("It takes a few minutes: what we know is filled in. If you do not renew, say so on the same page."),
        ],
        label=_("Prepare the declaration"),
    )


def to_sign_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """Everything is ready: the direction signs."""
    found = _awaited(about)
    if found is None:
        return None
    return _mail(
        found,
        subject=_("To sign: the declaration of %(organisation)s") % _names(found),
        paragraphs=[_("Your colleagues have prepared the yearly declaration. Read it, then sign it online.")],
        label=_("Read and sign"),
    )


def signed_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """Signed: what was signed, by whom, and what comes next."""
    found = whole(Declaration.objects.filter(uuid=about, signed_at__isnull=False)).first()
    if found is None:
        return None
    return Mail(
        subject=_("Declaration signed: %(organisation)s, %(year)s") % _names(found),
        paragraphs=[
            _("Thank you. The register is up to date, and the invoice of the dues comes in a message of its own."),
            found.statement,
        ],
        facts=[
            (_("Signed by"), f"{found.signer_name}, {found.signer_title}"),
            (_("Signed on"), date_format(found.signed_at, "DATE_FORMAT") if found.signed_at else ""),
        ],
        action=(_("See the declaration"), declaration_address(found)),
        reason=_reason(found.membership.organisation),
    )


def soon_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """The rights end in two weeks."""
    found = _ending(about)
    if found is None:
        return None
    names = {"organisation": str(found.organisation), "day": date_format(found.lapses_on, "DATE_FORMAT")}
    return _of_lapse(
        found,
        subject=_("The membership of %(organisation)s ends on %(day)s") % names,
        text=_("From that day your staff lose members' prices and resources. Declare and pay to keep them."),
    )


def lapsed_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """The rights have ended; they come back the day it is paid."""
    found = _ending(about)
    if found is None:
        return None
    names = {"organisation": str(found.organisation), "day": date_format(found.lapses_on, "DATE_FORMAT")}
    return _of_lapse(
        found,
        subject=_("The membership of %(organisation)s has ended") % names,
        text=_(
            "Since %(day)s your staff have no more members' prices and resources. They come back the same day once "
            "the declaration is signed and the dues are paid."
        )
        % names,
    )


def _awaited(about: UUID) -> Declaration | None:
    return whole(Declaration.objects.awaited().filter(uuid=about)).first()


def _names(declaration: Declaration) -> dict[str, str]:
    membership = declaration.membership
    return {"organisation": str(membership.organisation), "year": str(declaration.campaign.year)}


def _mail(declaration: Declaration, *, subject: str, paragraphs: list[str], label: str) -> Mail:
    return Mail(
        subject=subject,
        paragraphs=paragraphs,
        facts=[(_("To be signed by"), date_format(declaration.due_on, "DATE_FORMAT"))],
        action=(label, declaration_address(declaration)),
        reason=_reason(declaration.membership.organisation),
    )


def _ending(about: UUID) -> Membership | None:
    """The membership, while no other one keeps the organisation's rights beyond its day."""
    found = Membership.objects.filter(uuid=about, state="active").select_related("organisation").first()
    if found is None:
        return None
    longer = Membership.objects.active(on=found.lapses_on).filter(organisation=found.organisation)
    return None if longer.exists() else found


def _of_lapse(membership: Membership, *, subject: str, text: str) -> Mail:
    declaration = latest_declaration(membership.organisation)
    return Mail(
        subject=subject,
        paragraphs=[text],
        action=(_("See the declaration"), declaration_address(declaration)) if declaration else None,
        reason=_reason(membership.organisation),
    )


def _reason(organisation: Organisation) -> str:
    return _("You receive this message because you answer for %(organisation)s.") % {"organisation": organisation}


def _example() -> UUID | None:
    return Declaration.objects.awaited().values_list("uuid", flat=True).first()


def _signed_example() -> UUID | None:
    return Declaration.objects.filter(signed_at__isnull=False).values_list("uuid", flat=True).first()


def _membership_example() -> UUID | None:
    return Membership.objects.filter(state="active").order_by("-lapses_on").values_list("uuid", flat=True).first()


MAIL_KINDS = {
    "declaration-open": MailKind(gettext_lazy("Yearly declaration to prepare"), open_mail, example=_example),
    "declaration-reminder": MailKind(gettext_lazy("Reminder of the declaration"), reminder_mail, example=_example),
    "declaration-to-sign": MailKind(gettext_lazy("Declaration to sign"), to_sign_mail, example=_example),
    "declaration-signed": MailKind(gettext_lazy("Declaration signed"), signed_mail, example=_signed_example),
    "membership-soon": MailKind(gettext_lazy("Membership about to end"), soon_mail, example=_membership_example),
    "membership-lapsed": MailKind(gettext_lazy("Membership ended"), lapsed_mail, example=_membership_example),
}
