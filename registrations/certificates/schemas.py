"""Shapes of certificates."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Schema

from registrations.certificates.documents import verification_address
from registrations.certificates.models import Certificate
from registrations.certificates.rules import Held, Worth


class CertificateOut(Schema):
    """One of one's own certificates. `minutes` are those attended."""

    id: UUID
    number: str
    code: str
    title: str
    organisation: str
    first_on: date
    last_on: date
    minutes: int
    mode: Held
    accreditation: str | None
    issued_on: date
    pdf_url: str
    verification_url: str

    @classmethod
    def of(cls, certificate: Certificate) -> "CertificateOut":
        return cls(
            id=certificate.uuid,
            number=certificate.label,
            code=certificate.code,
            title=certificate.title,
            organisation=certificate.organisation_name,
            first_on=certificate.first_on,
            last_on=certificate.last_on,
            minutes=certificate.minutes,
            mode=Held(certificate.mode),
            accreditation=certificate.accreditation or None,
            issued_on=certificate.issued_on,
            pdf_url=f"{settings.SITE_URL}{reverse('certificates:pdf', args=[certificate.uuid])}",
            verification_url=verification_address(certificate.code),
        )


class CheckedOut(Schema):
    """Whether a certificate is valid. By its number (`A-2026-00012`) that is all; by its code, also whose initials
    and what it certifies."""

    number: str
    state: Worth
    issued_on: date
    initials: str | None = None
    title: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    minutes: int | None = None

    @classmethod
    def of(cls, certificate: Certificate, *, whole: bool) -> "CheckedOut":
        checked = cls(number=certificate.label, state=Worth(certificate.worth), issued_on=certificate.issued_on)
        if whole:
            checked.initials, checked.title = certificate.initials, certificate.title
            checked.first_on, checked.last_on = certificate.first_on, certificate.last_on
            checked.minutes = certificate.minutes
        return checked


class StatementOut(Schema):
    """The certified training of a calendar year."""

    year: int
    certificates: int
    people: int
    minutes: int
    items: list["StatedOut"]


class StatedOut(Schema):
    person: str
    number: str
    title: str
    first_on: date
    last_on: date
    minutes: int
