"""Issuing, correcting and revoking certificates; emptying the name of those whose person is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.association.queries import association
from registrations.certificates.errors import (
    AlreadyCertified,
    MayNotIssue,
    NothingCertified,
    NotValidAnyMore,
    ReasonMissing,
)
from registrations.certificates.models import Certificate, Revocation
from registrations.certificates.rules import Worth, may_issue, series_of
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.numbering.actions import next_number
from registrations.organisations.models import Organisation
from registrations.people.models import User


@dataclass(frozen=True, slots=True)
class Attended:
    """What a certificate says of what was attended."""

    title: str
    days: tuple[date, ...]
    minutes: int
    planned_minutes: int
    mode: str
    person_name: str
    organisation_name: str = ""
    objectives: str = ""
    trainers: tuple[str, ...] = ()
    accreditation: str = ""


@transaction.atomic
def issue_certificate(
    *,
    subject_kind: str,
    subject_uuid: UUID,
    person: User,
    organisation: Organisation | None,
    attended: Attended,
    by: Actor,
    at: datetime,
) -> Certificate:
    """The first certificate of this subject, under the next number; its paper leaves by mail after the commit.

    Raises `AlreadyCertified` whoever asks at the same moment: the database keeps one per subject and version.
    """
    _check(attended, by=by)
    made = Certificate(
        subject_kind=subject_kind,
        subject_uuid=subject_uuid,
        person=person,
        organisation=organisation,
        language=person.language,
        issued_at=at,
        **_said(attended),
        **_signed(),
    )
    log(made, "certificates.issue", by=by, at=at, minutes=attended.minutes)
    tell("certificate", about=made, to=person, at=at)
    return _numbered(made)


@transaction.atomic
def correct_certificate(
    certificate: Certificate, *, attended: Attended, reason: str, by: Actor, at: datetime
) -> Certificate:
    """Replace a certificate that says something wrong: a new number, the old one leads to it."""
    _check(attended, by=by)
    if not reason.strip():
        raise ReasonMissing()
    _lock_valid(certificate)
    made = Certificate(
        subject_kind=certificate.subject_kind,
        subject_uuid=certificate.subject_uuid,
        version=certificate.version + 1,
        replaces=certificate,
        correction=reason.strip(),
        person_id=certificate.person_id,
        organisation_id=certificate.organisation_id,
        language=certificate.language,
        issued_at=at,
        **_said(attended),
        **_signed(),
    )
    log(certificate, "certificates.replaced", by=by, at=at)
    log(made, "certificates.correct", by=by, at=at, minutes=attended.minutes)
    tell("certificate-corrected", about=made, to=certificate.person, at=at)
    return _numbered(made)


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, reason: str, by: Actor, at: datetime) -> Certificate:
    """Say publicly that it is worth nothing any more."""
    if not may_issue(by):
        raise MayNotIssue()
    if not reason.strip():
        raise ReasonMissing()
    _lock_valid(certificate)
    revocation = Revocation.objects.create(certificate=certificate, reason=reason.strip(), revoked_at=at)
    log(certificate, "certificates.revoke", by=by, at=at)
    tell("certificate-revoked", about=revocation, to=certificate.person, at=at)
    return certificate


def remove_names(certificates: "QuerySet[Certificate]", *, at: datetime) -> int:
    """Empty the names; numbers, dates and hours stay, and the code still says whether each is valid."""
    return certificates.filter(erased_at=None).update(person_name="", erased_at=at)


def _check(attended: Attended, *, by: Actor) -> None:
    if not may_issue(by):
        raise MayNotIssue()
    whole = attended.person_name.strip() and attended.title.strip() and attended.days
    if not whole or not 0 < attended.minutes <= attended.planned_minutes:
        raise NothingCertified()


def _lock_valid(certificate: Certificate) -> None:
    Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    now = Certificate.objects.with_worth().get(pk=certificate.pk)
    if now.worth != Worth.VALID or now.erased_at:
        raise NotValidAnyMore()


def _said(attended: Attended) -> dict[str, Any]:
    days = sorted(attended.days)
    return {
        "title": attended.title,
        "objectives": attended.objectives,
        "days": _written(days),
        "first_on": days[0],
        "last_on": days[-1],
        "minutes": attended.minutes,
        "planned_minutes": attended.planned_minutes,
        "mode": attended.mode,
        "person_name": attended.person_name,
        "organisation_name": attended.organisation_name,
        "trainers": list(attended.trainers),
        "accreditation": attended.accreditation.strip(),
    }


def _written(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in dict.fromkeys(days)]


def _signed() -> dict[str, Any]:
    """Who issues and signs, as they are that day."""
    sender = association()
    issuer = {
        "name": sender.name,
        "legal_name": sender.legal_name,
        "address": sender.address,
        "phone": sender.phone,
        "email": sender.email,
    }
    return {"issuer": issuer, "signatory_name": sender.signatory_name, "signatory_title": sender.signatory_title}


def _numbered(made: Certificate) -> Certificate:
    """The number is taken last: whoever waits for the series waits for an insert and nothing else."""
    made.series = series_of(localdate(made.issued_at))
    made.number = next_number(made.series)
    with constraint_means(Certificate, "certificate_one_per_subject", AlreadyCertified(), savepoint=False):
        made.save(force_insert=True)
    return made
