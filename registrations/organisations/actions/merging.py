"""Two records of one organisation become one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils.text import capfirst

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import DomainError
from registrations.journal.actions import log
from registrations.organisations.actions.claims import claim_domains
from registrations.organisations.actions.organisations import search_text
from registrations.organisations.errors import MergedAlready, NeqsDiffer, SameOrganisation
from registrations.organisations.models import Organisation
from registrations.organisations.registry import MERGES, rows_of
from registrations.people.actions import lock_people
from registrations.people.errors import RegisterNotYours
from registrations.people.models import User
from registrations.people.rules import may_keep_register

FILLED = (
    "legal_name",
    "neq",
    "website",
    "phone",
    "email",
    "billing_email",
    "description",
)
TOGETHER = (
    ("region", "province"),
    ("street", "municipality", "postal_code", "latitude", "longitude"),
    ("logo", "logo_small"),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: rows that move (name, number), fields of the kept record that it fills, and why not."""

    moves: tuple[tuple[str, int], ...]
    filled: tuple[str, ...]
    refusal: DomainError | None


@transaction.atomic
def merge_organisations(*, kept: Organisation, dropped: Organisation, by: Actor, at: datetime) -> Organisation:
    """Move all that refers to `dropped` to `kept`; `dropped` stays archived, and its slug leads to `kept`.

    What `kept` says wins; what it leaves empty is filled; words and domains are added up. Invoices keep what they
    say: only their order changes hands. Raises a refusal when the two contradict each other, and then nothing changed.
    """
    if not may_keep_register(by):
        raise RegisterNotYours()
    _lock(kept, dropped)
    counts = {key: rows_of(key, dropped).count() for merge in MERGES for key in merge.speaks_for}
    _expect_one(kept, dropped)
    for merge in MERGES:
        merge.move(kept, dropped, by, at)
    filled = _fill(kept, dropped, at=at)
    moved = {key: count for key, count in counts.items() if count}
    log(kept, "organisations.merge", by=by, at=at, dropped=str(dropped.uuid), fields=filled, moved=moved)
    log(dropped, "organisations.merged_into", by=by, at=at, kept=str(kept.uuid))
    bump("organisations")
    return kept


def preview_merge(*, kept: Organisation, dropped: Organisation, by: Actor, at: datetime) -> Preview:
    """Try the merge and take everything back: the preview is what would happen, not a description of it."""
    moves = tuple(_moves(dropped))
    fresh_kept, fresh_dropped = (Organisation.objects.get(pk=each.pk) for each in (kept, dropped))
    filled, refusal = tuple(_labels(_fillable(fresh_kept, fresh_dropped))), None
    with transaction.atomic():
        try:
            merge_organisations(kept=fresh_kept, dropped=fresh_dropped, by=by, at=at)
        except DomainError as error:
            refusal = error
        transaction.set_rollback(True)
    return Preview(moves, filled, refusal)


def _lock(kept: Organisation, dropped: Organisation) -> None:
    """People first, then the two records in the order of their keys; both are read again under their lock."""
    lock_people(*User.objects.filter(affiliations__organisation__in=[kept, dropped]).distinct())
    for each in sorted((kept, dropped), key=lambda organisation: organisation.pk):
        each.refresh_from_db(from_queryset=Organisation.objects.select_for_update(no_key=True))


def _expect_one(kept: Organisation, dropped: Organisation) -> None:
    if kept.pk == dropped.pk:
        raise SameOrganisation()
    if kept.archived_at or kept.merged_into_id or dropped.merged_into_id:
        raise MergedAlready()
    if kept.neq and dropped.neq and kept.neq != dropped.neq:
        raise NeqsDiffer(kept=kept.neq, dropped=dropped.neq)


def _fillable(kept: Organisation, dropped: Organisation) -> list[str]:
    """What `kept` leaves empty and `dropped` says; an address and its place go together."""
    alone = [name for name in FILLED if not getattr(kept, name) and getattr(dropped, name)]
    for names in TOGETHER:
        if not any(getattr(kept, name) for name in names):
            alone += [name for name in names if getattr(dropped, name)]
    return alone


def _fill(kept: Organisation, dropped: Organisation, *, at: datetime) -> list[str]:
    """Complete `kept`; archive `dropped`, whose NEQ and domains must be free first."""
    filled = _fillable(kept, dropped)
    for name in filled:
        setattr(kept, name, getattr(dropped, name))
    kept.email_domains = list(dict.fromkeys([*kept.email_domains, *dropped.email_domains]))
    given_away = {"neq": None, "logo": "", "logo_small": ""}  # what only one row may hold
    emptied = {name: nothing for name, nothing in given_away.items() if name in filled}
    dropped.archived_at, dropped.merged_into = dropped.archived_at or at, kept
    Organisation.objects.filter(pk=dropped.pk).update(
        archived_at=dropped.archived_at, merged_into=kept, email_domains=[], **emptied
    )
    Organisation.objects.filter(merged_into=dropped).update(merged_into=kept)
    kept.terms.add(*dropped.terms.all())
    kept.search_text = search_text(kept, kept.terms.all(), kept.service_points.all())
    kept.save(update_fields=[*filled, "email_domains", "search_text"])
    claim_domains(dropped)
    claim_domains(kept)
    return filled


def _moves(dropped: Organisation) -> Iterable[tuple[str, int]]:
    for key in sorted(key for merge in MERGES for key in merge.speaks_for):
        model = apps.get_model(key.rpartition(".")[0])
        if count := rows_of(key, dropped).count():
            yield capfirst(str(model._meta.verbose_name_plural)), count


def _labels(names: Iterable[str]) -> list[str]:
    fields = {name: Organisation._meta.get_field(name) for name in names}
    return [capfirst(str(getattr(field, "verbose_name", name))) for name, field in fields.items() if field.editable]
