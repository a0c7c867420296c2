"""The library's words in the index, written in the transaction that changes them."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from cms.library.following import KIND
from cms.library.models import FilePage, Resource, ResourceFile
from cms.library.queries import PRESENT
from cms.search.actions import Entry, index
from cms.search.queries import stale

AT_ONCE = 100


@transaction.atomic
def index_resources(resources: Iterable[Resource]) -> int:
    """Keep the words of these records (title, what they show, text of their files) and their files' languages."""
    rows = list(resources)
    _say_languages(rows)
    prefetch_related_objects(rows, "topics")
    words = _words(rows)
    return index(KIND, [_entry(row, words[row.pk]) for row in rows])


def index_library() -> int:
    """Write every entry anew; how many."""
    keys = list(Resource.objects.order_by("pk").values_list("pk", flat=True))
    return sum(
        index_resources(Resource.objects.filter(pk__in=keys[at : at + AT_ONCE])) for at in range(0, len(keys), AT_ONCE)
    )


def index_stale(*, at_most: int) -> int:
    """Write anew the entries of records that changed by another way than an action; how many."""
    return index_resources(Resource.objects.filter(pk__in=stale(KIND, at_most=at_most)))


def _say_languages(rows: list[Resource]) -> None:
    works = {row.translation_key for row in rows}
    files = ResourceFile.objects.filter(resource__translation_key__in=works, withdrawn_at=None)
    found: dict[UUID, set[str]] = defaultdict(set)
    for work, language in files.order_by().values_list("resource__translation_key", "language").distinct():
        found[work].add(language)
    for row in rows:
        languages = " ".join(sorted(found[row.translation_key]))
        Resource.objects.filter(pk=row.pk).exclude(languages=languages).update(languages=languages)


def _words(rows: list[Resource]) -> dict[int, str]:
    """The text of the present files of each record; its own alone, since each record has its own decision."""
    pages = FilePage.objects.filter(PRESENT, file__resource__in=rows).order_by("file", "number")
    found: dict[int, list[str]] = defaultdict(list)
    for resource, words in pages.values_list("file__resource", "words"):
        found[resource].append(words)
    return defaultdict(str, {resource: "".join(words) for resource, words in found.items()})


def _entry(resource: Resource, words: str) -> Entry:
    topics = [name for topic in resource.topics.all() for name in (topic.name_fr, topic.name_en)]
    return Entry(
        about=resource.pk,
        title=resource.title,
        summary=" ".join([resource.abstract, *resource.authors, *resource.partners, *topics]),
        words=words,
    )
