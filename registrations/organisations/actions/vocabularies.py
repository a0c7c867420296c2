"""The vocabularies that the team edits."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.text import slugify

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.organisations.actions.organisations import renew_search_text
from registrations.organisations.errors import TermInUse, TermsDiffer, TermTaken
from registrations.organisations.models import Organisation, Term
from registrations.people.errors import RegisterNotYours
from registrations.people.rules import may_keep_register


@transaction.atomic
def register_term(*, kind: str, name_fr: str, name_en: str = "", by: Actor, at: datetime) -> Term:
    """Add a word at the end of a vocabulary. Raises `TermTaken`."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    last = Term.objects.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0
    named = {"slug": slugify(name_fr)[:60], "name_fr": name_fr, "name_en": name_en}
    with constraint_means(Term, "term_one_per_slug", TermTaken()):
        term = Term.objects.create(kind=kind, position=last + 1, **named)
    _note(term, "organisations.register_term", by=by, at=at)
    return term


@transaction.atomic
def change_term(*, term: Term, name_fr: str, name_en: str, by: Actor, at: datetime) -> Term:
    """Reword; the slug stays. Whoever has the word is found by its new name."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    term.name_fr, term.name_en = name_fr, name_en
    term.save(update_fields=["name_fr", "name_en"])
    renew_search_text(_holders(term))
    _note(term, "organisations.change_term", by=by, at=at)
    return term


@transaction.atomic
def place_term(*, term: Term, after: Term | None, by: Actor, at: datetime) -> Term:
    """Show the word after another of its vocabulary, or first. Raises `TermsDiffer`."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    if after is not None and (after.kind != term.kind or after == term):
        raise TermsDiffer()
    others = list(Term.objects.filter(kind=term.kind).exclude(pk=term.pk).order_by("position", "name_fr"))
    others.insert(others.index(after) + 1 if after else 0, term)
    for position, each in enumerate(others, start=1):
        each.position = position
    Term.objects.bulk_update(others, ["position"])
    _note(term, "organisations.place_term", by=by, at=at, position=term.position)
    return term


@transaction.atomic
def archive_term(*, term: Term, by: Actor, at: datetime) -> Term:
    """Offer the word to nobody any more; whoever has it keeps it."""
    return _set_archived(term, at, "organisations.archive_term", by=by, at=at)


@transaction.atomic
def restore_term(*, term: Term, by: Actor, at: datetime) -> Term:
    """Offer the word again."""
    return _set_archived(term, None, "organisations.restore_term", by=by, at=at)


@transaction.atomic
def remove_term(*, term: Term, by: Actor, at: datetime) -> None:
    """Delete a word that nobody has. Raises `TermInUse`."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    if _holders(term).exists():
        raise TermInUse()
    _note(term, "organisations.remove_term", by=by, at=at)
    Term.objects.filter(pk=term.pk).delete()


@transaction.atomic
def merge_terms(*, kept: Term, dropped: Term, by: Actor, at: datetime) -> Term:
    """Give `kept` to whoever has `dropped`, which then goes. Raises `TermsDiffer`."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    if kept == dropped or kept.kind != dropped.kind:
        raise TermsDiffer()
    holders = list(_holders(dropped))
    kept.organisations.add(*holders)
    dropped.organisations.clear()
    _note(kept, "organisations.merge_terms", by=by, at=at, dropped=str(dropped.uuid), organisations=len(holders))
    Term.objects.filter(pk=dropped.pk).delete()
    renew_search_text(_holders(kept))
    return kept


def _set_archived(term: Term, archived_at: datetime | None, action: str, *, by: Actor, at: datetime) -> Term:
    if not may_keep_register(by):
        raise RegisterNotYours()
    term.archived_at = archived_at
    term.save(update_fields=["archived_at"])
    _note(term, action, by=by, at=at)
    return term


def _holders(term: Term) -> QuerySet[Organisation]:
    return Organisation.objects.filter(terms=term).prefetch_related("terms", "service_points")


def _note(term: Term, action: str, *, by: Actor, at: datetime, **details: object) -> None:
    log(term, action, by=by, at=at, kind=term.kind, **details)
    bump("organisations")
