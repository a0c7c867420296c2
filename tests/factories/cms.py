"""The smallest valid rows of the content."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from cms.library.actions import index_resources
from cms.models import Collection, PolicyRule, PolicyVersion, Resource, ResourceFile

ADOPTED = datetime(2026, 1, 1, 5, tzinfo=UTC)


class PolicyVersionFactory(DjangoModelFactory):
    class Meta:
        model = PolicyVersion

    number = factory.Sequence(lambda n: n + 1)
    title_fr = "Politique de diffusion"


class PolicyRuleFactory(DjangoModelFactory):
    class Meta:
        model = PolicyRule

    policy = factory.SubFactory(PolicyVersionFactory)
    order = factory.Sequence(lambda n: n + 1)
    clause = "4.2"
    explanation_fr = "Réservé au personnel des organismes membres en règle."
    explanation_en = "Reserved to the staff of members in good standing."


class ResourceFactory(DjangoModelFactory):
    class Meta:
        model = Resource
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"ressource-{n}")
    title = factory.Sequence(lambda n: f"Ressource {n}")
    kind = "guide"
    published_on = date(2026, 2, 1)
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="fr")[0])
    live = True
    state = factory.LazyAttribute(lambda row: "published" if row.live else "draft")

    @factory.post_generation
    def indexed(resource, create: bool, *_given: Any) -> None:
        if create:
            index_resources([resource])


class CollectionFactory(DjangoModelFactory):
    class Meta:
        model = Collection

    slug = factory.Sequence(lambda n: f"collection-{n}")
    title_fr = factory.Sequence(lambda n: f"Collection {n}")
    created_at = ADOPTED


class ResourceFileFactory(DjangoModelFactory):
    class Meta:
        model = ResourceFile
        skip_postgeneration_save = True

    resource = factory.SubFactory(ResourceFactory)
    format = "pdf"
    file = factory.django.FileField(filename="library/2026/a.pdf", data=b"%PDF-1.7 contents of the file")
    original_name = "Ressource.pdf"
    size = 29
    pages = 1
    sha256 = "ab" * 32
    created_at = datetime(2026, 2, 1, 12, tzinfo=UTC)

    @factory.post_generation
    def indexed(file, create: bool, *_given: Any) -> None:
        if create:
            index_resources(Resource.objects.filter(translation_key=file.resource.translation_key))


def adopted(*rules: dict[str, Any], number: int = 1, effective_from: datetime = ADOPTED) -> PolicyVersion:
    """A version in force with these rules, in this order."""
    version = PolicyVersionFactory(number=number)
    for order, rule in enumerate(rules, start=1):
        PolicyRuleFactory(policy=version, order=order, **rule)
    version.state, version.adopted_at, version.effective_from = "adopted", effective_from, effective_from
    version.save()
    return version
