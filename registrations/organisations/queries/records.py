"""Whose record it is, and where a record is that was merged."""

from datetime import date

from registrations.organisations.models import Affiliation, EmailDomain, Organisation
from registrations.people.models import User


def is_registrar(person: User | None, organisation: Organisation, *, on: date) -> bool:
    """Whether this person is one of the organisation's verified registrars that day."""
    if person is None or not person.is_active or organisation.archived_at is not None:
        return False
    posts = Affiliation.objects.live(on=on).filter(person=person, organisation=organisation)
    return posts.filter(is_registrar=True, verified_at__isnull=False).exists()


def current_slug(slug: str) -> str | None:
    """The slug of the record into which the one of this slug was merged; None when it was not merged."""
    merged = Organisation.objects.filter(slug=slug, merged_into__isnull=False)
    return merged.values_list("merged_into__slug", flat=True).first()


def organisation_of_domain(address: str) -> Organisation | None:
    """The organisation whose mailbox an e-mail address is, by its domain."""
    domain = address.rpartition("@")[2].lower()
    claim = EmailDomain.objects.filter(name=domain).select_related("organisation").first()
    return claim.organisation if claim else None
