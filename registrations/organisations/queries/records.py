"""Whose record it is, and where a record is that was merged."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.organisations.models import Affiliation, EmailDomain, Organisation
from registrations.organisations.registry import Tile
from registrations.people.models import User


def is_registrar(person: User | None, organisation: Organisation, *, on: date) -> bool:
    """Whether this person is one of the organisation's verified registrars that day."""
    if person is None or not person.is_active or organisation.archived_at is not None:
        return False
    posts = Affiliation.objects.live(on=on).filter(person=person, organisation=organisation)
    return posts.filter(is_registrar=True, verified_at__isnull=False).exists()


def own_record(slug: str, *, by: Actor, on: date) -> Organisation:
    """The record of this slug, for its verified registrars; `NotFound` for anybody else."""
    found = (
        Organisation.objects.filter(slug=slug).prefetch_related("terms", "service_points", "contacts__person").first()
    )
    if found is None or not is_registrar(by.person, found, on=on):
        raise NotFound()
    return found


def staff_for_contacts(organisation: Organisation, *, on: date) -> QuerySet[User]:
    """The people who work there that day, by name."""
    live = Affiliation.objects.live(on=on).filter(organisation=organisation).values("person")
    return User.objects.filter(pk__in=live).order_by("family_name", "given_name", "pk")


def record_tile(organisation: Organisation, by: Actor, at: datetime) -> Tile:  # noqa: ARG001 - a tile maker's signature
    """Whether the directory has what it shows of this organisation."""
    wanted = (organisation.street, organisation.phone, organisation.description, organisation.logo)
    empty = [each for each in wanted if not each]
    said = ngettext("%(n)s thing is missing", "%(n)s things are missing", len(empty)) % {"n": len(empty)}
    facts, urgent = ((_("Complete"),), ()) if not empty else ((), (said,))
    place = reverse("record:page", args=[organisation.slug])
    return Tile(_("Record"), place, order=10, icon="building-2", facts=facts, urgent=urgent)


def current_slug(slug: str) -> str | None:
    """The slug of the record into which the one of this slug was merged; None when it was not merged."""
    merged = Organisation.objects.filter(slug=slug, merged_into__isnull=False)
    return merged.values_list("merged_into__slug", flat=True).first()


def organisation_of_domain(address: str) -> Organisation | None:
    """The organisation whose mailbox an e-mail address is, by its domain."""
    domain = address.rpartition("@")[2].lower()
    claim = EmailDomain.objects.filter(name=domain).select_related("organisation").first()
    return claim.organisation if claim else None
