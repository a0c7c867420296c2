"""Pages in the API. Every block of a body has its own named shape, told apart by `type`."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from cms.media.schemas import ImageOut
from cms.pages.models import StandardPage
from cms.pages.queries import blocks


class HeadingBlock(Schema):
    type: Literal["heading"]
    id: str
    text: str


class ParagraphBlock(Schema):
    """Text in HTML: p, h2, h3, ul, ol, li, b, i, a, br only."""

    type: Literal["paragraph"]
    id: str
    html: str


class ImageBlock(Schema):
    type: Literal["image"]
    id: str
    image: ImageOut | None
    caption: str


class QuoteBlock(Schema):
    type: Literal["quote"]
    id: str
    text: str
    attribution: str


class CalloutBlock(Schema):
    """A box beside the text."""

    type: Literal["callout"]
    id: str
    title: str
    html: str


Block = Annotated[HeadingBlock | ParagraphBlock | ImageBlock | QuoteBlock | CalloutBlock, Field(discriminator="type")]


class PageLineOut(Schema):
    """A page in a list."""

    slug: str
    title: str
    summary: str
    language: str = Field(alias="locale.language_code")
    updated_at: datetime | None = Field(alias="last_published_at")


class PageOut(PageLineOut):
    body: list[Block]

    @staticmethod
    def resolve_body(page: StandardPage) -> list[dict[str, Any]]:
        return blocks(page.body)


class SiteOut(Schema):
    """What a front end needs before its first page."""

    name: str
    legal_name: str
    email: str
    phone: str
    languages: list[str]
    default_language: str
    time_zone: str
    currency: str
    url: str
