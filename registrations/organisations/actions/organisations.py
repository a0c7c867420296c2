"""Organisations: registered, changed, archived. Their public pages and answers follow at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.text import slugify

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.folding import folded
from registrations.journal.actions import log
from registrations.organisations.actions.claims import checked_domains, claim_domains
from registrations.organisations.errors import (
    CoordinatesIncomplete,
    MergedAlready,
    NeqImpossible,
    NeqTaken,
    RegionElsewhere,
)
from registrations.organisations.models import Organisation, Region, ServicePoint, Term
from registrations.organisations.rules import is_possible_neq
from registrations.people.errors import BadPhone, RegisterNotYours
from registrations.people.rules import may_keep_register, spelled_name
from registrations.phones import spelled_phone
from registrations.provinces import Province

NAMES = ("name", "legal_name", "street", "municipality")
ADDRESSES = ("email", "billing_email")


class OrganisationFields(TypedDict, total=False):
    """What the register says of an organisation, its vocabulary apart."""

    name: str
    legal_name: str
    neq: str | None
    kind: str
    region: str
    province: str
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
    description: str
    may_pay_later: bool


@transaction.atomic
def register_organisation(
    *,
    terms: Iterable[Term] = (),
    slug: str = "",
    historical: bool = False,
    by: Actor,
    at: datetime,
    **fields: Unpack[OrganisationFields],
) -> Organisation:
    """Record an organisation; its slug comes from its name, once for all, unless a file of ours gives one that is free.

    Raises `NeqImpossible`, `NeqTaken`, `DomainImpossible`, `PublicMailDomain`, `DomainTaken`, `BadPhone`,
    `RegionElsewhere`.
    """
    if not may_keep_register(by):
        raise RegisterNotYours()
    chosen, wanted = list(terms), cleaned(fields)
    organisation = Organisation(slug=free_slug(slug or wanted["name"]), historical=historical, **wanted)
    expect_place(organisation)
    expect_province(organisation)
    organisation.search_text = search_text(organisation, chosen, ())
    with constraint_means(Organisation, "organisation_one_per_neq", NeqTaken()):
        organisation.save(force_insert=True)
    if organisation.email_domains:
        claim_domains(organisation)
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
    """Correct an organisation (`terms` None: its vocabulary stays). Raises what `register_organisation` does."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    changed = write(organisation, terms=terms, fields=cleaned(fields))
    log(organisation, "organisations.change", by=by, at=at, fields=changed)
    bump("organisations")
    return organisation


@transaction.atomic
def archive_organisation(*, organisation: Organisation, by: Actor, at: datetime) -> None:
    """Take an organisation out of the lists; what refers to it stays. Its domains prove nothing any more."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    if Organisation.objects.filter(pk=organisation.pk, archived_at=None).update(archived_at=at):
        organisation.archived_at = at
        claim_domains(organisation)
        log(organisation, "organisations.archive", by=by, at=at)
        bump("organisations")


@transaction.atomic
def restore_organisation(*, organisation: Organisation, by: Actor, at: datetime) -> None:
    """Put an archived organisation back. Raises `MergedAlready`, and `DomainTaken` when another has its domain now."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    if organisation.merged_into_id:
        raise MergedAlready()
    if Organisation.objects.filter(pk=organisation.pk, merged_into=None).update(archived_at=None):
        organisation.archived_at = None
        claim_domains(organisation)
        log(organisation, "organisations.restore", by=by, at=at)
        bump("organisations")


def write(organisation: Organisation, *, terms: Iterable[Term] | None, fields: dict[str, Any]) -> list[str]:
    """Save what differs, inside the action's transaction; the names of what did."""
    changed = {name: value for name, value in fields.items() if getattr(organisation, name) != value}
    for name, value in changed.items():
        setattr(organisation, name, value)
    expect_place(organisation)
    expect_province(organisation)
    if terms is not None:
        organisation.terms.set(terms)
    organisation.search_text = search_text(organisation, organisation.terms.all(), organisation.service_points.all())
    with constraint_means(Organisation, "organisation_one_per_neq", NeqTaken()):
        organisation.save(update_fields=[*changed, "search_text"])
    if "email_domains" in changed:
        claim_domains(organisation)
    return sorted(changed) + ["terms"] * (terms is not None)


def cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept: names without invisible marks, a NEQ, domains and telephones that can be."""
    kept = dict(fields)
    for name in kept.keys() & set(NAMES):
        kept[name] = spelled_name(kept[name])
    for name in kept.keys() & set(ADDRESSES):
        kept[name] = kept[name].lower()
    if "description" in kept:
        kept["description"] = "\n".join(kept["description"].splitlines()).strip()
    if "neq" in kept:
        kept["neq"] = kept["neq"] or None
        if kept["neq"] and not is_possible_neq(kept["neq"]):
            raise NeqImpossible(neq=kept["neq"])
    if "email_domains" in kept:
        kept["email_domains"] = checked_domains(kept["email_domains"])
    if "phone" in kept:
        kept["phone"] = checked_phone(kept["phone"])
    return kept


def checked_phone(given: str) -> str:
    """A telephone number as we spell it, or `BadPhone`."""
    if (spelled := spelled_phone(given)) is None:
        raise BadPhone()
    return spelled


def expect_place(placed: Organisation | ServicePoint) -> None:
    """A place on the map has two coordinates."""
    if (placed.latitude is None) != (placed.longitude is None):
        raise CoordinatesIncomplete()


def expect_province(organisation: Organisation) -> None:
    """Whoever is in one of Quebec's regions is in no other province."""
    if organisation.region and organisation.province not in {"", Province.QC}:
        raise RegionElsewhere()


def free_slug(name: str) -> str:
    """The slug of a name, numbered when others have it."""
    base = slugify(name)[:70] or "organisme"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def search_text(organisation: Organisation, terms: Iterable[Term], points: Iterable[ServicePoint]) -> str:
    """What the directory searches: names, places and vocabulary, folded."""
    region = Region(organisation.region).label if organisation.region else ""
    words = [organisation.name, organisation.legal_name, organisation.municipality, str(region)]
    words += [name for term in terms for name in (term.name_fr, term.name_en)]
    words += [name for point in points for name in (point.name, point.municipality)]
    return folded(" ".join(words))


def renew_search_text(organisations: Iterable[Organisation]) -> None:
    """After a change of words or places, for each of the organisations that hold them."""
    for organisation in organisations:
        text = search_text(organisation, organisation.terms.all(), organisation.service_points.all())
        Organisation.objects.filter(pk=organisation.pk).exclude(search_text=text).update(search_text=text)
