"""Reading certificates: one's own, those of an organisation, and whether one is valid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from registrations.actors import Actor
from registrations.certificates.models import Certificate, CertificateQuerySet
from registrations.certificates.rules import may_read, read_code
from registrations.errors import NotFound
from registrations.organisations.models import Organisation
from registrations.people.models import User


@dataclass(frozen=True, slots=True)
class Statement:
    """The certified training of one calendar year, of a person or of an organisation's people."""

    whose: User | Organisation
    year: int
    certificates: list[Certificate]

    @property
    def minutes(self) -> int:
        return sum(certificate.minutes for certificate in self.certificates)

    @property
    def people(self) -> int:
        return len({certificate.person_id for certificate in self.certificates})


def verified(code: str) -> Certificate | None:
    """The certificate of this code, valid or not, however the code was typed."""
    return Certificate.objects.with_worth().filter(code=read_code(code)).first()


def numbered(number: str) -> Certificate | None:
    """The certificate of this number, as printed: `A-2026-00012`."""
    series, _dash, last = number.strip().upper().rpartition("-")
    if not (last.isascii() and last.isdigit() and len(last) < 9):
        return None
    return Certificate.objects.with_worth().filter(series=series, number=int(last)).first()


def certificate_for(uuid: UUID, *, by: Actor) -> Certificate:
    """One certificate, for its person and those who issue them. Raises `NotFound` for all others."""
    found = Certificate.objects.with_worth().select_related("person").filter(uuid=uuid).first()
    if found is None or not may_read(by, found.person_id):
        raise NotFound()
    return found


def certificates_of(person: User) -> CertificateQuerySet:
    """A person's valid certificates, the latest first."""
    return Certificate.objects.valid().filter(person=person, erased_at=None).order_by("-last_on", "-pk")


def certified(kind: str, uuids: Collection[UUID]) -> set[UUID]:
    """Those of these subjects that have a certificate, whatever it is worth now."""
    rows = Certificate.objects.filter(subject_kind=kind, subject_uuid__in=uuids)
    return set(rows.values_list("subject_uuid", flat=True))


def certificate_of(kind: str, uuid: UUID) -> Certificate | None:
    """The valid certificate of this subject."""
    return Certificate.objects.valid().filter(subject_kind=kind, subject_uuid=uuid, erased_at=None).first()


def statement_of(whose: User | Organisation, *, year: int) -> Statement:
    """What ended in that calendar year, by date, as certified; what was revoked or replaced is not in it."""
    mine = Q(organisation=whose) if isinstance(whose, Organisation) else Q(person=whose)
    rows = Certificate.objects.valid().filter(mine, last_on__range=(date(year, 1, 1), date(year, 12, 31)))
    return Statement(whose, year, list(rows.order_by("last_on", "person_name", "pk")))


def years_of(whose: User | Organisation) -> list[int]:
    """The calendar years that have something to state, the latest first."""
    mine = Q(organisation=whose) if isinstance(whose, Organisation) else Q(person=whose)
    days = Certificate.objects.valid().filter(mine).dates("last_on", "year", order="DESC")
    return [day.year for day in days]


def a_certificate() -> UUID | None:
    """The latest: what the team's preview of the mail speaks of."""
    return Certificate.objects.filter(erased_at=None).order_by("-pk").values_list("uuid", flat=True).first()
