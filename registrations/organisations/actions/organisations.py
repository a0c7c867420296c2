"""Organisations: registered, changed, archived. Their public pages and answers follow at once."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.text import slugify

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.folding import folded
from registrations.journal.actions import log
from registrations.organisations.errors import NeqTaken
from registrations.organisations.models import Organisation, Region, Term
from registrations.people.errors import RegisterNotYours
from registrations.people.rules import may_keep_register


class OrganisationFields(TypedDict, total=False):
    """What the register says of an organisation, its vocabulary apart."""

    name: str
    legal_name: str
    neq: str | None
    kind: str
    region: str
    street: str
    municipality: str
    postal_code: str
    latitude: Decimal | None
    longitude: Decimal | None
    website: str
    phone: str
    email: str
    email_domains: list[str]
    billing_email: str
    may_pay_later: bool


@transaction.atomic
def register_organisation(
    *,
    terms: Iterable[Term] = (),
    historical: bool = False,
    by: Actor,
    at: datetime,
    **fields: Unpack[OrganisationFields],
) -> Organisation:
    """Record an organisation; its slug comes from its name, once for all. Raises `NeqTaken`."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    chosen = list(terms)
    organisation = Organisation(slug=free_slug(fields["name"]), historical=historical, **fields)
    organisation.search_text = search_text(organisation, chosen)
    with constraint_means(Organisation, "organisation_one_per_neq", NeqTaken()):
        organisation.save(force_insert=True)
    if chosen:
        organisation.terms.add(*chosen)
    log(organisation, "organisations.register", by=by, at=at)
    bump("organisations")
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    terms: Iterable[Term] | None = None,
    by: Actor,
    at: datetime,
    **fields: Unpack[OrganisationFields],
) -> Organisation:
    """Correct an organisation (`terms` None: its vocabulary stays). Raises `NeqTaken`."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    changed = {name: value for name, value in fields.items() if getattr(organisation, name) != value}
    for name, value in changed.items():
        setattr(organisation, name, value)
    if terms is not None:
        organisation.terms.set(terms)
    organisation.search_text = search_text(organisation, organisation.terms.all())
    with constraint_means(Organisation, "organisation_one_per_neq", NeqTaken()):
        organisation.save(update_fields=[*changed, "search_text"])
    details = sorted(changed) + ["terms"] * (terms is not None)
    log(organisation, "organisations.change", by=by, at=at, fields=details)
    bump("organisations")
    return organisation


@transaction.atomic
def archive_organisation(*, organisation: Organisation, by: Actor, at: datetime) -> None:
    """Take an organisation out of the lists; what refers to it stays."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    Organisation.objects.filter(pk=organisation.pk, archived_at=None).update(archived_at=at)
    log(organisation, "organisations.archive", by=by, at=at)
    bump("organisations")


def free_slug(name: str) -> str:
    """The slug of a name, numbered when others have it."""
    base = slugify(name)[:70] or "organisme"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def search_text(organisation: Organisation, terms: Iterable[Term]) -> str:
    """What the directory searches: names, place and vocabulary, folded."""
    region = Region(organisation.region).label if organisation.region else ""
    words = [organisation.name, organisation.legal_name, organisation.municipality, str(region)]
    words += [name for term in terms for name in (term.name_fr, term.name_en)]
    return folded(" ".join(words))
