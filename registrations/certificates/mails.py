"""What people are told about their certificates."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.certificates.documents import certificate_pdf
from registrations.certificates.models import Certificate, Revocation
from registrations.certificates.queries import a_certificate
from registrations.certificates.rules import Worth
from registrations.dates import spelled_day, spelled_duration
from registrations.messages.registry import Attachment, Mail, MailKind


def issued_mail(about: UUID, language: str) -> Mail | None:
    """The certificate with its paper."""
    certificate = _valid(about)
    if certificate is None:
        return None
    return Mail(
        subject=_("Your certificate: %(title)s") % {"title": certificate.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": certificate.person.get_short_name()},
            _("Thank you for attending. Your certificate is attached; it stays in your space, with those of before."),
        ],
        facts=_facts(certificate, language),
        action=(_("See my certificates"), _mine()),
        reason=_reason(),
        attachments=[_paper(certificate, language)],
    )


def corrected_mail(about: UUID, language: str) -> Mail | None:
    """The certificate that takes the place of another."""
    certificate = _valid(about)
    if certificate is None or certificate.replaces is None:
        return None
    numbers = {"new": certificate.label, "old": certificate.replaces.label}
    return Mail(
        subject=_("Your certificate was corrected: %(title)s") % {"title": certificate.title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": certificate.person.get_short_name()},
            _("The certificate %(new)s, attached, replaces %(old)s, which says from now on that it was replaced.")
            % numbers,
            _("Reason: %(reason)s") % {"reason": certificate.correction},
        ],
        facts=_facts(certificate, language),
        action=(_("See my certificates"), _mine()),
        reason=_reason(),
        attachments=[_paper(certificate, language)],
    )


def revoked_mail(about: UUID, language: str) -> Mail | None:
    """Their certificate is worth nothing any more, and why."""
    found = Revocation.objects.select_related("certificate__person").filter(uuid=about).first()
    if found is None or found.certificate.erased_at:
        return None
    return Mail(
        subject=_("Your certificate %(number)s was revoked") % {"number": found.certificate.label},
        paragraphs=[
            _("Hello %(name)s,") % {"name": found.certificate.person.get_short_name()},
            _("This certificate is not valid any more, and the page where it is checked says so."),
            _("Reason: %(reason)s") % {"reason": found.reason},
            _("If you think that it is a mistake, answer this message."),
        ],
        facts=_facts(found.certificate, language),
        reason=_reason(),
    )


def _valid(about: UUID) -> Certificate | None:
    found = Certificate.objects.with_worth().select_related("person", "replaces").filter(uuid=about).first()
    return found if found and found.worth == Worth.VALID and not found.erased_at else None


def _facts(certificate: Certificate, language: str) -> list[tuple[str, str]]:
    return [
        (_("Certificate no."), certificate.label),
        (_("Training"), certificate.title),
        (_("Date"), spelled_day(certificate.last_on, language, weekday=False)),
        (_("Duration attended"), spelled_duration(certificate.minutes, language)),
    ]


def _paper(certificate: Certificate, language: str) -> Attachment:
    content = certificate_pdf(certificate, language=language)
    return Attachment(f"{certificate.label}.pdf", content, "application/pdf")


def _mine() -> str:
    return f"{settings.SITE_URL}{reverse('certificates:mine')}"


def _reason() -> str:
    return _("You receive this message because you attended this training.")


def a_revocation() -> UUID | None:
    return Revocation.objects.order_by("-pk").values_list("uuid", flat=True).first()


def a_correction() -> UUID | None:
    rows = Certificate.objects.exclude(replaces=None).filter(erased_at=None).order_by("-pk")
    return rows.values_list("uuid", flat=True).first()


MAIL_KINDS = {
    "certificate": MailKind(gettext_lazy("Certificate"), issued_mail, example=a_certificate),
    "certificate-corrected": MailKind(gettext_lazy("Certificate corrected"), corrected_mail, example=a_correction),
    "certificate-revoked": MailKind(gettext_lazy("Certificate revoked"), revoked_mail, example=a_revocation),
}
