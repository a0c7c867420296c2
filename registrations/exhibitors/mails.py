"""What exhibitors are told."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.exhibitors.models import Exhibitor
from registrations.exhibitors.rules import ExhibitorState
from registrations.messages.registry import Mail, MailKind
from registrations.money import spelled


def approved(about: UUID, language: str) -> Mail | None:
    """To a registrar: the booth is theirs, and is to be ordered."""
    rows = Exhibitor.objects.select_related("organisation", "colloquium", "package")
    exhibitor = rows.filter(uuid=about, state=ExhibitorState.APPROVED).first()
    if exhibitor is None:
        return None
    names = {"organisation": exhibitor.organisation.name, "colloquium": exhibitor.colloquium.title}
    return Mail(
        subject=_("Your booth is approved: %(colloquium)s") % names,
        paragraphs=[
            _("The application of %(organisation)s is approved: a booth is kept for you.") % names,
            _("Order it now: pay by card, or ask to be invoiced if your organisation may pay later."),
        ],
        facts=[
            (_("Package"), exhibitor.package.name),
            (_("Price before taxes"), spelled(exhibitor.package.price_cents, language)),
        ],
        action=(_("Order the booth"), f"{settings.SITE_URL}/exposants/"),
        reason=_("You receive this message because you are a registrar of %(organisation)s.") % names,
    )


MAIL_KINDS = {"exhibitor-approved": MailKind(gettext_lazy("Booth approved"), approved)}
