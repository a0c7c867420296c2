"""The plain words of a body of blocks."""

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, get_text_for_indexing


def words_of(body: StreamValue) -> str:
    """The plain words of a body, for searching."""
    return " ".join(get_text_for_indexing(part) for block in body for part in _texts(block))


def _texts(block: StreamValue.StreamChild) -> list[str]:
    value = block.value
    if isinstance(value, str):
        return [value]
    if isinstance(value, RichText):
        return [value.source]
    return [
        part.source if isinstance(part, RichText) else part
        for part in value.values()
        if part and part != value.get("image")
    ]
