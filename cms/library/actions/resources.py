"""Works, their language versions and their files: the librarian's acts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale

from cms.library.actions.files import add_file
from cms.library.actions.gate import AREA, allow_drafts
from cms.library.actions.indexing import index_resources
from cms.library.errors import OnlyDrafts, SlugIsFrozen, SlugTaken, TranslationExists
from cms.library.models import Resource, Topic
from cms.library.rules import SHOWN, ResourceState, may_keep_library
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.files.uploads import Received
from registrations.journal.actions import log

# What all language versions of a work share.
SHARED = ("kind", "published_on", "embargo_until", "licence", "authors", "partners", "review_on")


@transaction.atomic
def add_resource(
    *,
    title: str,
    kind: str,
    published_on: date,
    by: Actor,
    at: datetime,
    slug: str = "",
    language: str = "fr",
    abstract: str = "",
    authors: Sequence[str] = (),
    partners: Sequence[str] = (),
    topics: Iterable[Topic] = (),
    licence: str = "",
    embargo_until: datetime | None = None,
    review_on: date | None = None,
    file: Received | None = None,
) -> Resource:
    """Add a work, with its first file if there is one, as a draft that only the admin shows. Raises `SlugTaken`."""
    allow_drafts(by)
    resource = Resource(
        locale=locale_of(language),
        slug=slug or slug_of(title),
        title=title,
        kind=kind,
        abstract=abstract,
        authors=list(authors),
        partners=list(partners),
        licence=licence,
        published_on=published_on,
        embargo_until=embargo_until,
        review_on=review_on,
        state=ResourceState.DRAFT,
        live=False,
    )
    _create(resource, list(topics))
    log(resource, "library.add", by=by, at=at, kind=str(kind))
    if file:
        add_file(resource, file=file, by=by, at=at)
    return resource


@transaction.atomic
def translate_resource(
    resource: Resource, *, language: str, title: str, by: Actor, at: datetime, slug: str = "", abstract: str = ""
) -> Resource:
    """Add the record of the same work in another language; its files and exceptions are the work's."""
    allow_drafts(by)
    if Resource.objects.filter(translation_key=resource.translation_key, locale__language_code=language).exists():
        raise TranslationExists()
    translation = Resource(
        locale=locale_of(language),
        translation_key=resource.translation_key,
        slug=slug or slug_of(title),
        title=title,
        abstract=abstract,
        state=ResourceState.DRAFT,
        live=False,
        **{name: getattr(resource, name) for name in SHARED},
    )
    _create(translation, list(resource.topics.all()))
    log(translation, "library.translate", by=by, at=at, language=language)
    return translation


@transaction.atomic
def change_resource(
    resource: Resource,
    *,
    title: str,
    slug: str,
    kind: str,
    published_on: date,
    abstract: str,
    authors: Sequence[str],
    topics: Iterable[Topic],
    licence: str,
    embargo_until: datetime | None,
    by: Actor,
    at: datetime,
    partners: Sequence[str] | None = None,
    review_on: date | None = None,
) -> Resource:
    """Change the record; what is the work's changes in all its languages. A published address stays."""
    resource = Resource.objects.select_for_update().get(pk=resource.pk)
    allow_drafts(by, resource)
    if slug != resource.slug and resource.first_published_at:
        raise SlugIsFrozen()
    resource.title, resource.slug, resource.abstract = title, slug, abstract
    shared: dict[str, Any] = {
        "kind": kind,
        "published_on": published_on,
        "embargo_until": embargo_until,
        "licence": licence,
        "authors": list(authors),
        "partners": resource.partners if partners is None else list(partners),
        "review_on": review_on,
    }
    _expect_unshown(resource, shared, by=by)
    for name, value in shared.items():
        setattr(resource, name, value)
    with constraint_means(Resource, "resource_one_per_slug", SlugTaken(slug=slug)):
        resource.save()
    resource.topics.set(topics)
    works = Resource.objects.filter(translation_key=resource.translation_key)
    works.exclude(pk=resource.pk).update(**shared)
    index_resources(works)
    log(resource, "library.change", by=by, at=at)
    bump(AREA)
    return resource


def _expect_unshown(resource: Resource, shared: dict[str, Any], *, by: Actor) -> None:
    """A draft translation is no way round: what is the work's decides who obtains the record that is shown."""
    changed = any(getattr(resource, name) != value for name, value in shared.items())
    work = Resource.objects.filter(translation_key=resource.translation_key, state__in=SHOWN)
    if changed and not may_keep_library(by) and work.exists():
        raise OnlyDrafts()


def slug_of(title: str) -> str:
    """An address in plain letters; an apostrophe separates words."""
    return slugify(re.sub("['’]", " ", title))[:80].strip("-")


def locale_of(language: str) -> Locale:
    locale, _new = Locale.objects.get_or_create(language_code=language)
    return locale


def _create(resource: Resource, topics: list[Topic]) -> None:
    with constraint_means(Resource, "resource_one_per_slug", SlugTaken(slug=resource.slug)):
        resource.save(force_insert=True)
    resource.topics.set(topics)
    index_resources([resource])
    bump(AREA)
