"""What an organisation says of itself: its registrars change it, and the team."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.files.pictures import Picture
from registrations.journal.actions import log
from registrations.organisations.actions.organisations import cleaned, write
from registrations.organisations.errors import OrganisationArchived, RecordNotYours
from registrations.organisations.models import Organisation, Term
from registrations.organisations.queries import is_registrar
from registrations.organisations.rules import TermKind, may_keep_record
from registrations.people.rules import may_keep_register

OWN_WORDS = (TermKind.SPECIALITY, TermKind.MEASURE)


class OwnFields(TypedDict, total=False):
    """What is the organisation's own to say; its names, NEQ, kind, region, domains and networks are the team's."""

    street: str
    municipality: str
    postal_code: str
    latitude: Decimal | None
    longitude: Decimal | None
    website: str
    phone: str
    email: str
    billing_email: str
    description: str


@transaction.atomic
def change_own_record(
    *,
    organisation: Organisation,
    terms: Iterable[Term] | None = None,
    by: Actor,
    at: datetime,
    **fields: Unpack[OwnFields],
) -> Organisation:
    """Change what the organisation says of itself; `terms` are its specialities and measures (None: as they were).

    An address that changes takes its place on the map away, unless the new one is given: a centre is rather found by
    its postal code than where it is no more. Raises `RecordNotYours`, `BadPhone`.
    """
    expect_keeper(organisation, by=by, at=at)
    moved = any(fields.get(name, getattr(organisation, name)) != getattr(organisation, name) for name in ADDRESS)
    placed = any(fields.get(name) != getattr(organisation, name) for name in PLACE if name in fields)
    if moved and not placed:
        fields |= {"latitude": None, "longitude": None}
    chosen = None
    if terms is not None:
        theirs = [term for term in organisation.terms.all() if term.kind not in OWN_WORDS]
        chosen = [*theirs, *(term for term in terms if term.kind in OWN_WORDS)]
    changed = write(organisation, terms=chosen, fields=cleaned(fields))
    log(organisation, "organisations.change_own_record", by=by, at=at, fields=changed)
    bump("organisations")
    return organisation


ADDRESS = ("street", "municipality", "postal_code")
PLACE = ("latitude", "longitude")


@transaction.atomic
def change_logo(*, organisation: Organisation, picture: Picture | None, by: Actor, at: datetime) -> Organisation:
    """Show another logo, or none. The files of the one before go once the change is certain."""
    expect_keeper(organisation, by=by, at=at)
    before = [file.name for file in (organisation.logo, organisation.logo_small) if file]
    organisation.logo.name = picture.name if picture else ""
    organisation.logo_small.name = picture.small_name if picture else ""
    organisation.save(update_fields=["logo", "logo_small"])
    log(organisation, "organisations.change_logo", by=by, at=at, present=picture is not None)
    bump("organisations")
    transaction.on_commit(lambda: _delete(before))
    return organisation


def _delete(names: Iterable[str | None]) -> None:
    for name in names:
        if name:
            default_storage.delete(name)


def expect_keeper(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """The team, or the organisation's own registrars that day. Raises `RecordNotYours`, `OrganisationArchived`."""
    registrar = not may_keep_register(by) and is_registrar(by.person, organisation, on=localdate(at))
    if not may_keep_record(by, is_registrar=registrar):
        raise RecordNotYours()
    if organisation.archived_at is not None:
        raise OrganisationArchived()
