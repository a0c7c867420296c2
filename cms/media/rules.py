"""Which sizes of an image exist, and who may add one."""

from registrations.actors import Actor, Role

WIDTHS = (480, 960, 1440)
"""Pixels: a phone, a column of text or a phone of high density, a whole screen."""

FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
"""Lightest first: a browser takes the first one that it knows."""

SPECS = {f"width-{width}|format-{kind}": media_type for kind, media_type in FORMATS.items() for width in WIDTHS}
"""Wagtail's name of each rendition, and its media type."""


def may_add_images(by: Actor) -> bool:
    """Those of the team who compose pages, articles, records and programmes."""
    return by.has(Role.EDITOR, Role.LIBRARIAN, Role.TRAINING_LEAD, Role.EVENT_LEAD)
