"""Shapes of the search of the whole site."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from cms.search.queries import Answer
from registrations.schemas import In

KINDS = Literal["resource", "article", "page"]


class SearchQuery(In):
    """Words, “phrases” and beginnings of words; `kind` narrows to some kinds of records."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Annotated[list[KINDS], Field(max_length=3)] = []
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class FoundPart(Schema):
    """A piece of a text, and whether it answers."""

    text: str
    found: bool


class HitOut(Schema):
    """One record; `url` is its page of the portal, `excerpt` the passage that answers."""

    kind: str
    title: str
    url: str
    published_on: date | None
    excerpt: list[FoundPart]


class SearchOut(Schema):
    """The best of all kinds together, and how many of each kind there are; each kind's own list has the rest."""

    count: int
    counts: dict[str, int]
    items: list[HitOut]

    @classmethod
    def of(cls, found: Answer) -> "SearchOut":
        return cls(
            count=found.count,
            counts=found.counts,
            items=[
                HitOut(
                    kind=hit.kind,
                    title=hit.title,
                    url=hit.url,
                    published_on=hit.on,
                    excerpt=[FoundPart(**asdict(part)) for part in hit.excerpt],
                )
                for hit in found.hits
            ],
        )
