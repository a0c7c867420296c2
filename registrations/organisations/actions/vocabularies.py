"""The vocabularies that the team edits."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.organisations.errors import TermTaken
from registrations.organisations.models import Term
from registrations.people.errors import RegisterNotYours
from registrations.people.rules import may_keep_register


@transaction.atomic
def register_term(*, kind: str, name_fr: str, name_en: str = "", by: Actor, at: datetime) -> Term:
    """Add a word to a vocabulary. Raises `TermTaken`."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    slug = slugify(name_fr)[:60]
    with constraint_means(Term, "term_one_per_slug", TermTaken()):
        term = Term.objects.create(kind=kind, slug=slug, name_fr=name_fr, name_en=name_en)
    log(term, "organisations.register_term", by=by, at=at, kind=kind)
    bump("organisations")
    return term


@transaction.atomic
def change_term(*, term: Term, name_fr: str, name_en: str, by: Actor, at: datetime) -> Term:
    """Reword; the slug stays."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    term.name_fr, term.name_en = name_fr, name_en
    term.save(update_fields=["name_fr", "name_en"])
    log(term, "organisations.change_term", by=by, at=at, kind=term.kind)
    bump("organisations")
    return term
