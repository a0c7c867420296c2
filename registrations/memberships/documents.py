"""The certificate of membership: an official paper that anybody can check, made again whenever it is asked for."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from registrations.association.models import Association
from registrations.association.queries import association
from registrations.dates import spelled_day
from registrations.memberships.errors import NoCertificate
from registrations.memberships.models import Membership
from registrations.memberships.queries import certified, member_since, spelled_number
from registrations.memberships.rules import MembershipState
from registrations.organisations.models import Organisation
from registrations.organisations.rules import Region
from registrations.typeset import typeset

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "certificate.typ"


def verification_address(code: str) -> str:
    """The absolute address printed on the paper, and in its QR code."""
    return f"{settings.SITE_URL}/verifier/adhesion/{code}/"


def certificate_pdf(membership: Membership, *, language: str, at: datetime) -> bytes:
    """The paper of an active membership, dated of the day. Raises `NoCertificate`. Never call it in a transaction."""
    on = localdate(at)
    found = certified(membership.code or "", on=on)
    if found is None or not found.is_valid:
        raise NoCertificate()
    return typeset(TEMPLATE, certificate_data(found.membership, language=language, on=on), at=at)


def certificate_data(membership: Membership, *, language: str, on: date) -> dict[str, Any]:
    """What the template shows: every word and date, spelled in the language of the paper."""
    code, organisation, sender = membership.code or "", membership.organisation, association()
    with override(language):
        return {
            "language": language,
            "title": _("Certificate of membership %(number)s") % {"number": spelled_number(code)},
            "heading": _("Certificate of membership"),
            "sender": _sender(sender),
            "intro": _("%(association)s certifies that") % {"association": sender.legal_name or sender.name},
            "organisation": organisation.name,
            "identity": _identity(organisation),
            "statement": _("is a member in good standing, in the category “%(category)s”.")
            % {"category": _category(membership, language)},
            "facts": _facts(membership, language),
            "number_label": _("Certificate no."),
            "number": spelled_number(code),
            "issued": _("Issued on %(day)s.") % {"day": spelled_day(on, language, weekday=False)},
            "signatory": {"name": sender.signatory_name or sender.name, "title": sender.signatory_title},
            "check": _("Check this certificate, valid or not on the day you look:"),
            "address": verification_address(code).removeprefix("https://").removeprefix("http://"),
            "qr": _qr(verification_address(code)),
            "qr_text": _("QR code that leads to %(address)s") % {"address": verification_address(code)},
        }


def _sender(sender: Association) -> dict[str, Any]:
    contacts = [value for value in (sender.phone, sender.email) if value]
    return {"name": sender.name, "legal_name": sender.legal_name, "address": sender.address, "contacts": contacts}


def _identity(organisation: Organisation) -> str:
    region = Region(organisation.region).label if organisation.region else ""
    neq = _("NEQ %(neq)s") % {"neq": organisation.neq} if organisation.neq else ""
    legal = organisation.legal_name if organisation.legal_name != organisation.name else ""
    place = f"{organisation.municipality} ({region})" if organisation.municipality and region else region
    return " · ".join(str(part) for part in (legal, neq, place or organisation.municipality) if part)


def _category(membership: Membership, language: str) -> str:
    return (membership.category.name_en if language == "en" else "") or membership.category.name_fr


def _facts(membership: Membership, language: str) -> list[dict[str, str]]:
    def day(value: date) -> str:
        return spelled_day(value, language, weekday=False)

    rows = Membership.objects.filter(organisation=membership.organisation, state=MembershipState.ACTIVE)
    since = member_since(tuple(rows.order_by("-starts_on")), on=membership.starts_on) or membership.starts_on
    facts = [
        (_("Membership year"), membership.year.label),
        (_("From"), day(membership.starts_on)),
        (_("To"), day(membership.ends_on - timedelta(days=1))),
    ]
    if since < membership.starts_on:
        facts.append((_("Member without a break since"), day(since)))
    return [{"label": label, "value": value} for label, value in facts]


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, dark="#0b4f59", scale=4)
    return drawn.getvalue().decode()
