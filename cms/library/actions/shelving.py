"""Topics and collections: the words and shelves by which works are found."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from cms.library.actions.gate import AREA, allow
from cms.library.actions.indexing import index_resources
from cms.library.errors import CollectionTaken, SameTopic, TopicTaken, TopicUsed
from cms.library.models import Collection, CollectionItem, Resource, Topic
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.journal.actions import log


@transaction.atomic
def add_topic(*, slug: str, name_fr: str, by: Actor, at: datetime, name_en: str = "", order: int = 0) -> Topic:
    """Add a word to the vocabulary of topics, or give a known one its names."""
    allow(by)
    names = {"name_fr": name_fr, "name_en": name_en, "order": order}
    topic, new = Topic.objects.update_or_create(slug=slug, defaults=names)
    if not new:
        index_resources(topic.resources.all())
    log(topic, "library.topic", by=by, at=at)
    bump(AREA)
    return topic


@transaction.atomic
def change_topic(
    topic: Topic, *, slug: str, name_fr: str, by: Actor, at: datetime, name_en: str = "", order: int = 0
) -> Topic:
    """Name a topic otherwise, or move it; the works that have it are found by its new names."""
    allow(by)
    topic = Topic.objects.get(pk=topic.pk)
    topic.slug, topic.name_fr, topic.name_en, topic.order = slug, name_fr, name_en, order
    with constraint_means(Topic, "topic_one_per_slug", TopicTaken(slug=slug)):
        topic.save()
    index_resources(Resource.objects.filter(topics=topic))
    log(topic, "library.topic", by=by, at=at)
    bump(AREA)
    return topic


@transaction.atomic
def merge_topics(dropped: Topic, *, kept: Topic, by: Actor, at: datetime) -> Topic:
    """Give the works of one topic the other one, and forget the first."""
    allow(by)
    if dropped.pk == kept.pk:
        raise SameTopic()
    moved = list(Resource.objects.filter(topics=dropped).order_by("pk"))
    kept.resources.add(*moved)
    log(dropped, "library.merge_topics", by=by, at=at, kept=str(kept.uuid), resources=len(moved))
    dropped.delete()
    index_resources(moved)
    bump(AREA)
    return kept


@transaction.atomic
def remove_topic(topic: Topic, *, by: Actor, at: datetime) -> None:
    """Forget a topic that no work has. Raises `TopicUsed`."""
    allow(by)
    if count := Resource.objects.filter(topics=topic).count():
        raise TopicUsed(count=count)
    log(topic, "library.remove_topic", by=by, at=at)
    topic.delete()
    bump(AREA)


@transaction.atomic
def save_collection(
    collection: Collection | None,
    *,
    slug: str,
    title_fr: str,
    by: Actor,
    at: datetime,
    title_en: str = "",
    text_fr: str = "",
    text_en: str = "",
    order: int = 0,
) -> Collection:
    """Open a collection (None), or change what is said of it."""
    allow(by)
    row = Collection.objects.get(pk=collection.pk) if collection else Collection(created_at=at)
    row.slug, row.title_fr, row.title_en = slug, title_fr, title_en
    row.text_fr, row.text_en, row.order = text_fr, text_en, order
    with constraint_means(Collection, "collection_one_per_slug", CollectionTaken(slug=slug)):
        row.save()
    log(row, "library.collection", by=by, at=at)
    bump(AREA)
    return row


@transaction.atomic
def remove_collection(collection: Collection, *, by: Actor, at: datetime) -> None:
    """Take a shelf away; the works that stood there stay in the library."""
    allow(by)
    log(collection, "library.remove_collection", by=by, at=at, resources=collection.items.count())
    collection.delete()
    bump(AREA)


@transaction.atomic
def shelve(resource: Resource, *, collections: Iterable[Collection], by: Actor, at: datetime) -> Resource:
    """Put a work in these collections and no other: at the end of those where it is new."""
    allow(by)
    chosen = {collection.pk: collection for collection in collections}
    CollectionItem.objects.filter(resource=resource).exclude(collection__in=chosen).delete()
    here = set(CollectionItem.objects.filter(resource=resource).values_list("collection_id", flat=True))
    for pk in sorted(chosen.keys() - here):
        last = CollectionItem.objects.filter(collection=pk).aggregate(last=Max("order"))["last"] or 0
        CollectionItem.objects.create(collection_id=pk, resource=resource, order=last + 1)
    log(resource, "library.shelve", by=by, at=at, collections=len(chosen))
    bump(AREA)
    return resource


@transaction.atomic
def arrange_collection(collection: Collection, *, items: Sequence[CollectionItem], by: Actor, at: datetime) -> None:
    """Give a collection its order; the places that are not named are taken out."""
    allow(by)
    kept = {item.pk: rank for rank, item in enumerate(items, start=1)}
    collection.items.exclude(pk__in=kept).delete()
    for item in collection.items.all():
        if item.order != kept[item.pk]:
            CollectionItem.objects.filter(pk=item.pk).update(order=kept[item.pk])
    log(collection, "library.arrange", by=by, at=at, resources=len(kept))
    bump(AREA)
