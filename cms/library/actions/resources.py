"""Works, their language versions and their files: the librarian's acts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from wagtail.models import Locale

from cms.library.actions.indexing import index_resources
from cms.library.errors import (
    EditionTaken,
    NotLibrarian,
    ResourceWithoutFile,
    SameFile,
    SlugIsFrozen,
    SlugTaken,
    TranslationExists,
)
from cms.library.models import Resource, ResourceFile, Topic
from cms.library.rules import may_keep_library
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.files.uploads import Received
from registrations.journal.actions import log

AREA = "library"
# What all language versions of a work share.
SHARED = ("kind", "published_on", "embargo_until", "licence", "authors")


def allow(by: Actor) -> None:
    if not may_keep_library(by):
        raise NotLibrarian()


@transaction.atomic
def add_topic(*, slug: str, name_fr: str, by: Actor, at: datetime, name_en: str = "") -> Topic:
    """Add a word to the vocabulary of topics, or give a known one its names."""
    allow(by)
    topic, new = Topic.objects.update_or_create(slug=slug, defaults={"name_fr": name_fr, "name_en": name_en})
    if not new:
        index_resources(topic.resources.all())
    log(topic, "library.topic", by=by, at=at)
    bump(AREA)
    return topic


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
    topics: Iterable[Topic] = (),
    licence: str = "",
    embargo_until: datetime | None = None,
    file: Received | None = None,
) -> Resource:
    """Add a work, with its first file if there is one, as a draft that only the admin shows. Raises `SlugTaken`."""
    allow(by)
    resource = Resource(
        locale=locale_of(language),
        slug=slug or slug_of(title),
        title=title,
        kind=kind,
        abstract=abstract,
        authors=list(authors),
        licence=licence,
        published_on=published_on,
        embargo_until=embargo_until,
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
    allow(by)
    if Resource.objects.filter(translation_key=resource.translation_key, locale__language_code=language).exists():
        raise TranslationExists()
    translation = Resource(
        locale=locale_of(language),
        translation_key=resource.translation_key,
        slug=slug or slug_of(title),
        title=title,
        abstract=abstract,
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
) -> Resource:
    """Change the record; what is the work's changes in all its languages. A published address stays."""
    allow(by)
    resource = Resource.objects.select_for_update().get(pk=resource.pk)
    if slug != resource.slug and resource.first_published_at:
        raise SlugIsFrozen()
    resource.title, resource.slug, resource.abstract = title, slug, abstract
    shared: dict[str, Any] = {
        "kind": kind,
        "published_on": published_on,
        "embargo_until": embargo_until,
        "licence": licence,
        "authors": list(authors),
    }
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


@transaction.atomic
def add_file(resource: Resource, *, file: Received, by: Actor, at: datetime, language: str = "") -> ResourceFile:
    """Give the work a file; a second one of the same language and format is its next edition, the first one stays."""
    allow(by)
    resource = Resource.objects.select_for_update().select_related("locale").get(pk=resource.pk)
    language = language or resource.locale.language_code
    editions = ResourceFile.objects.filter(resource=resource, language=language, format=file.extension)
    last = editions.order_by("-edition").first()
    if last and last.sha256 == file.sha256:
        raise SameFile()
    row = ResourceFile(
        resource=resource,
        language=language,
        format=file.extension,
        edition=(editions.aggregate(last=Max("edition"))["last"] or 0) + 1,
        file=file.name,
        original_name=file.original_name,
        size=file.size,
        pages=file.pages,
        sha256=file.sha256,
        created_at=at,
    )
    with constraint_means(ResourceFile, "resourcefile_one_per_edition", EditionTaken()):
        row.save(force_insert=True)
    index_resources(Resource.objects.filter(translation_key=resource.translation_key))
    log(resource, "library.file", by=by, at=at, file=str(row.uuid), edition=row.edition)
    bump(AREA)
    return row


@transaction.atomic
def publish_resource(resource: Resource, *, by: Actor, at: datetime) -> Resource:
    """Show the record to those whom the policy lets see it. Raises `ResourceWithoutFile`."""
    allow(by)
    if not ResourceFile.objects.filter(resource__translation_key=resource.translation_key).exists():
        raise ResourceWithoutFile()
    rows = Resource.objects.filter(pk=resource.pk)
    rows.filter(first_published_at=None).update(first_published_at=at)
    rows.update(live=True, archived_at=None, last_published_at=at, has_unpublished_changes=False)
    return _moved(resource, "library.publish", by=by, at=at)


@transaction.atomic
def archive(resource: Resource, *, by: Actor, at: datetime) -> Resource:
    """Take the record away from everybody, and keep it: its files, figures and history stay."""
    allow(by)
    Resource.objects.filter(pk=resource.pk).update(live=False, archived_at=at)
    return _moved(resource, "library.archive", by=by, at=at)


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


def _moved(resource: Resource, action: str, *, by: Actor, at: datetime) -> Resource:
    log(resource, action, by=by, at=at)
    bump(AREA)
    return Resource.objects.get(pk=resource.pk)
