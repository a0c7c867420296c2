"""What the books say by mail."""

from collections import Counter
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.accounting.models import Reconciliation
from registrations.accounting.registry import CHECKS
from registrations.messages.registry import Mail, MailKind


def discrepancies_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """What does not add up since that day, by kind; nothing once it is mended or explained."""
    row = Reconciliation.objects.filter(uuid=about).first()
    if row is None:
        return None
    kinds = Counter(row.discrepancies.filter(mended_at=None, explained_at=None).values_list("kind", flat=True))
    if not kinds:
        return None
    number = sum(kinds.values())
    subject = ngettext("%(n)s thing does not add up in the books", "%(n)s things do not add up in the books", number)
    return Mail(
        subject=subject % {"n": number},
        paragraphs=[
            _("The books of %(day)s were compared. Here is what was found, by kind.")
            % {"day": date_format(row.day, "DATE_FORMAT")},
            _("The page of the reconciliation says what to do about each; what is mended closes by itself."),
        ],
        facts=[(str(CHECKS[kind].label) if kind in CHECKS else kind, str(n)) for kind, n in sorted(kinds.items())],
        action=(_("See the reconciliation"), f"{settings.SITE_URL}/admin/rapprochements/"),
        reason=_("You receive this message because you keep the association's books."),
    )


MAIL_KINDS = {"discrepancies-found": MailKind(gettext_lazy("Discrepancies in the books"), discrepancies_mail)}
