"""The papers: certificates and yearly statements. Made again whenever they are asked for, from what never changes."""

import csv
import io
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from registrations.association.queries import association
from registrations.certificates.errors import NotValidAnyMore
from registrations.certificates.models import Certificate
from registrations.certificates.queries import Statement
from registrations.certificates.rules import Held
from registrations.dates import spelled_day, spelled_duration
from registrations.organisations.models import Organisation
from registrations.typeset import typeset

FOLDER = Path(__file__).parent / "templates" / "typst"


def verification_address(code: str) -> str:
    """The absolute address printed on the paper, and in its QR code."""
    return f"{settings.SITE_URL}/attestations/{code}/"


def certificate_pdf(certificate: Certificate, *, language: str) -> bytes:
    """The paper (PDF/UA), in either language. Raises `NotValidAnyMore` once its name is gone."""
    if certificate.erased_at:
        raise NotValidAnyMore()
    return typeset(FOLDER / "attendance.typ", certificate_data(certificate, language), at=certificate.issued_at)


def certificate_data(certificate: Certificate, language: str) -> dict[str, Any]:
    """What the template shows, in words."""
    sender, address = certificate.issuer, verification_address(certificate.code)
    with override(language):
        return {
            "language": language,
            "title": _("Certificate of attendance %(number)s") % {"number": certificate.label},
            "heading": _("Certificate of attendance"),
            "sender": _sender(sender),
            "intro": _("%(association)s certifies that") % {"association": sender["legal_name"] or sender["name"]},
            "person": certificate.person_name,
            "organisation": certificate.organisation_name,
            "statement": _("attended"),
            "activity": certificate.title,
            "facts": _facts(certificate, language),
            "objectives_label": _("Objectives"),
            "objectives": certificate.objectives,
            "accreditation": _accreditation(certificate),
            "issued": _("Issued on %(day)s.") % {"day": _day(certificate.issued_on, language)},
            "replaces": _replaces(certificate),
            "signatory": {
                "name": certificate.signatory_name or sender["name"],
                "title": certificate.signatory_title,
            },
            "number_label": _("Certificate no."),
            "number": certificate.label,
            "check": _("Check this certificate (code %(code)s):") % {"code": certificate.spelled_code},
            "address": address.removeprefix("https://").removeprefix("http://"),
            "qr": _qr(address),
            "qr_text": _("QR code that leads to %(address)s") % {"address": address},
        }


def _facts(certificate: Certificate, language: str) -> list[dict[str, Any]]:
    days = [date.fromisoformat(day) for day in certificate.days]
    trainers = _("Trainer") if len(certificate.trainers) == 1 else _("Trainers")
    facts = [
        (_("Date") if len(days) == 1 else _("Dates"), _days(days, language), len(days) > 1),
        (_("Duration attended"), spelled_duration(certificate.minutes, language), False),
        (_("Mode"), str(Held(certificate.mode).label), False),
        (trainers, ", ".join(certificate.trainers), True),
    ]
    return [{"label": label, "value": value, "wide": wide} for label, value, wide in facts if value]


def _days(days: list[date], language: str) -> str:
    """Each day while they fit; else the first and the last."""
    if len(days) <= 4:
        return "\n".join(_day(day, language) for day in days)
    ends = {"first": _day(days[0], language), "last": _day(days[-1], language), "count": len(days)}
    return _("%(count)s days, from %(first)s to %(last)s") % ends


def _accreditation(certificate: Certificate) -> str:
    """No mention without a number."""
    number = certificate.accreditation
    return _("Accreditation no. %(number)s") % {"number": number} if number else ""


def _replaces(certificate: Certificate) -> str:
    if certificate.replaces is None:
        return ""
    return _("Replaces the certificate %(number)s.") % {"number": certificate.replaces.label}


def _day(day: date, language: str) -> str:
    return spelled_day(day, language, weekday=False)


def _sender(sender: dict[str, Any]) -> dict[str, Any]:
    contacts = [value for value in (sender["phone"], sender["email"]) if value]
    return {**sender, "contacts": contacts}


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, dark="#0b4f59", scale=4)
    return drawn.getvalue().decode()


def statement_pdf(statement: Statement, *, language: str, at: datetime) -> bytes:
    """The yearly statement (PDF/UA)."""
    return typeset(FOLDER / "statement.typ", statement_data(statement, language=language, at=at), at=at)


def statement_data(statement: Statement, *, language: str, at: datetime) -> dict[str, Any]:
    """What the template shows, in words; an organisation's statement says who attended."""
    sender = association()
    named = {"name": sender.name, "legal_name": sender.legal_name, "address": sender.address}
    with override(language):
        whose, heading = name_of(statement), _("Training statement %(year)s") % {"year": statement.year}
        return {
            "language": language,
            "title": f"{heading}, {whose}",
            "heading": heading,
            "whose": whose,
            "sender": _sender({**named, "phone": sender.phone, "email": sender.email}),
            "facts": _statement_facts(statement, language=language, at=at),
            "columns": _columns(statement),
            "rows": [_row(certificate, statement, language) for certificate in statement.certificates],
            "nothing": _("No certified training that year."),
            "total": _("Total attended: %(duration)s") % {"duration": _duration(statement.minutes, language)},
            "note": _note(),
            "footer": f"{sender.legal_name or sender.name} – {heading}",
            "words": {"page": _("Page")},
        }


def name_of(statement: Statement) -> str:
    whose = statement.whose
    return (whose.legal_name or whose.name) if isinstance(whose, Organisation) else whose.get_full_name()


def _note() -> str:
    return _(
        "This statement lists the training that ended in the calendar year and for which a certificate was issued, with"
        " the time really attended. Each certificate can be checked by its code."
    )


def _statement_facts(statement: Statement, *, language: str, at: datetime) -> list[dict[str, str]]:
    facts = [(_("Certificates"), str(len(statement.certificates)))]
    if isinstance(statement.whose, Organisation):
        facts.append((_("People"), str(statement.people)))
        if statement.whose.neq:
            facts.append((_("NEQ"), statement.whose.neq))
    facts += [
        (_("Time attended"), _duration(statement.minutes, language)),
        (_("Made on"), _day(localdate(at), language)),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def _duration(minutes: int, language: str) -> str:
    return spelled_duration(minutes, language) if minutes else "0"


def _columns(statement: Statement) -> list[dict[str, Any]]:
    who = [_("Person")] if isinstance(statement.whose, Organisation) else []
    labels = [_("Date"), *who, _("Training"), _("Certificate"), _("Duration")]
    return [
        {"label": label, "wide": label == labels[-3], "right": place == len(labels) - 1}
        for place, label in enumerate(labels)
    ]


def _row(certificate: Certificate, statement: Statement, language: str) -> list[str]:
    who = [who_attended(certificate)] if isinstance(statement.whose, Organisation) else []
    duration = spelled_duration(certificate.minutes, language)
    return [str(certificate.last_on), *who, certificate.title, certificate.label, duration]


def who_attended(certificate: Certificate) -> str:
    return certificate.person_name or _("Erased person")


def statement_csv(statement: Statement) -> str:
    """One line a certificate, hours as numbers with a point, for a spreadsheet."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(
        [
            *(_("First day"), _("Last day"), _("Person"), _("Organisation"), _("Training"), _("Hours attended")),
            *(_("Mode"), _("Trainers"), _("Accreditation"), _("Certificate"), _("Verification code")),
        ]
    )
    for one in statement.certificates:
        texts = (who_attended(one), one.organisation_name, one.title)
        held = (Held(one.mode).label, ", ".join(one.trainers), one.accreditation)
        days, number = (one.first_on, one.last_on), (one.label, one.spelled_code)
        rows.writerow([*days, *map(_safe, texts), f"{one.minutes / 60:.2f}", *map(_safe, held), *number])
    return "\ufeff" + file.getvalue()


def _safe(text: Any) -> str:
    """A spreadsheet executes what begins so."""
    return f"'{text}" if str(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else str(text)
