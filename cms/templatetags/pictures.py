"""Images in templates: the sizes that exist, lightest format first; showing a page never makes one."""

from itertools import groupby
from typing import Any

from django import template

from cms.media.models import CustomImage
from cms.media.queries import picture as shown

register = template.Library()


@register.inclusion_tag("portal/pages/picture.html")
def picture(
    image: CustomImage | None,
    *,
    sizes: str = "100vw",
    alt: str | None = None,
    lazy: bool = True,
    css: str = "",
) -> dict[str, Any]:
    """A `picture`; `sizes` as in HTML, `css` the class of its `img`. Nothing where there is no image."""
    found = shown(image, alt=alt)
    by_type = groupby(found.sources if found else [], key=lambda source: source.type)
    sets = [(kind, ", ".join(f"{s.url} {s.width}w" for s in of_kind)) for kind, of_kind in by_type]
    return {"picture": found, "sets": sets, "sizes": sizes, "lazy": lazy, "css": css}
