"""What stands beside a work: what follows and precedes it, what is related, its shelves, its former editions."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cms.library.models import Collection, Resource, ResourceFile
from cms.library.rules import ResourceState


@dataclass(frozen=True, slots=True)
class Beside:
    """Works that this reader may see, and the editions before the present ones."""

    translations: list[Resource]
    following: Resource | None
    preceding: list[Resource]
    related: list[Resource]
    collections: list[Collection]
    former: list[ResourceFile]


def beside(resource: Resource, visible: QuerySet[Resource]) -> Beside:
    """Two statements: only what this reader may know is named. The files of `resource` were filled in."""
    work, next_one = resource.translation_key, resource.replaced_by_id
    found = visible.filter(Q(translation_key=work) | Q(replaced_by=resource) | Q(related=resource) | Q(pk=next_one))
    near = found.exclude(pk=resource.pk).distinct().select_related("locale").order_by("-published_on", "-pk")
    others = [row for row in near if row.translation_key != work]
    preceding = [row for row in others if row.replaced_by_id == resource.pk]
    following = next((row for row in others if row.pk == next_one), None)
    known = [*preceding, following]
    return Beside(
        translations=[row for row in near if row.translation_key == work],
        following=following,
        preceding=preceding,
        related=[row for row in others if row not in known and row.state == ResourceState.PUBLISHED],
        collections=list(Collection.objects.filter(items__resource__translation_key=work).distinct()),
        former=resource.former_files,
    )


def on_shelf(collection: Collection, visible: QuerySet[Resource]) -> list[Resource]:
    """The works of a collection that this reader may see, in its order."""
    found = visible.filter(places__collection=collection).order_by("places__order", "places__pk")
    return list(found.exclude(state=ResourceState.REPLACED).select_related("locale"))
