"""Articles, sections and contributors in the API."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from cms.media.queries import Picture, picture
from cms.media.schemas import ImageOut
from cms.pages.queries import blocks
from cms.pages.schemas import Block
from magazine.articles.models import ArticlePage, Contribution, Contributor
from registrations.schemas import Paging, Positive, Search, Slug


class SectionOut(Schema):
    slug: str
    name: str


class BylineOut(Schema):
    """Who contributed, as they were named when the article appeared."""

    slug: str = Field(alias="contributor.slug")
    name: str
    role: str
    affiliation: str

    @staticmethod
    def resolve_name(contribution: Contribution) -> str:
        return contribution.byline or contribution.contributor.name


class ArticleLineOut(Schema):
    """An article in a list or a table of contents."""

    slug: str
    title: str
    lead: str
    issue: int = Field(alias="issue.number")
    section: SectionOut
    first_page: int | None
    image: ImageOut | None
    contributors: list[BylineOut]

    @staticmethod
    def resolve_image(article: ArticlePage) -> Picture | None:
        return picture(article.image)

    @staticmethod
    def resolve_contributors(article: ArticlePage) -> list[Contribution]:
        return list(article.contributions.all())


class NeighbourOut(Schema):
    slug: str
    title: str


class ArticleOut(ArticleLineOut):
    """An article to be read, and what stands beside it in its issue."""

    body: list[Block]
    previous: NeighbourOut | None
    next: NeighbourOut | None

    @staticmethod
    def resolve_body(article: ArticlePage) -> list[dict[str, Any]]:
        return blocks(article.body)


class ContributorLineOut(Schema):
    slug: str
    name: str
    function: str
    organisation: str


class ContributorOut(ContributorLineOut):
    """The biography and the photo are shown once the person has agreed."""

    biography: str
    photo: ImageOut | None

    @staticmethod
    def resolve_biography(contributor: Contributor) -> str:
        return contributor.biography if contributor.consented_on else ""

    @staticmethod
    def resolve_photo(contributor: Contributor) -> Picture | None:
        return picture(contributor.photo) if contributor.consented_on else None


class ArticleFilters(Paging):
    issue: Positive | None = None
    section: Slug | None = None
    contributor: Slug | None = None
    q: Annotated[Search, Field(description="Every word must begin a word of the title, lead, text or names.")] = ""
