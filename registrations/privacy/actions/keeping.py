"""Retention: what is past its term goes, and each passage leaves its counts; providers."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.privacy.errors import NotInCharge, ProviderExists
from registrations.privacy.models import Provider, Purge
from registrations.privacy.registry import RETENTIONS
from registrations.privacy.rules import may_answer_requests


@transaction.atomic
def purge(*, by: Actor, at: datetime) -> Purge:
    """Empty or delete everything that is past its term, kind by kind."""
    if not may_answer_requests(by):
        raise NotInCharge()
    counts = {retention.name: retention.purge(by, at) for retention in RETENTIONS}
    gone = {name: number for name, number in counts.items() if number}
    row = Purge.objects.create(at=at, counts=gone, total=sum(gone.values()))
    log(row, "privacy.purge", by=by, at=at, **gone)
    return row


class ProviderFields(TypedDict, total=False):
    """What the privacy page says of a provider."""

    country_fr: str
    country_en: str
    outside_quebec: bool
    service_fr: str
    service_en: str
    safeguards_fr: str
    safeguards_en: str
    assessed_on: date | None


@transaction.atomic
def keep_provider(
    provider: Provider | None = None, *, name: str, by: Actor, at: datetime, **fields: Unpack[ProviderFields]
) -> Provider:
    """Add a provider to the list that the privacy page shows, or correct one. Raises `ProviderExists`."""
    if not may_answer_requests(by):
        raise NotInCharge()
    with constraint_means(Provider, "provider_one_per_name", ProviderExists()):
        if provider is None:
            provider = Provider.objects.create(name=name, **fields)
        else:
            Provider.objects.filter(pk=provider.pk).update(name=name, **fields)
            provider.refresh_from_db()
    log(provider, "privacy.keep_provider", by=by, at=at)
    return provider


@transaction.atomic
def archive_provider(provider: Provider, *, by: Actor, at: datetime) -> Provider:
    """No longer a provider: out of the page, kept in the list."""
    if not may_answer_requests(by):
        raise NotInCharge()
    if Provider.objects.filter(pk=provider.pk, archived_at=None).update(archived_at=at):
        log(provider, "privacy.archive_provider", by=by, at=at)
    provider.refresh_from_db()
    return provider
