"""Issues in the API."""

from datetime import datetime
from typing import Literal

from django.urls import reverse
from ninja import Schema

from cms.media.queries import Picture, absolute, picture
from cms.media.schemas import ImageOut
from magazine.articles.schemas import ArticleLineOut, SectionOut
from magazine.issues.models import IssuePage


class PdfOut(Schema):
    url: str
    size: int | None
    pages: int | None


class IssueLineOut(Schema):
    """An issue in a list."""

    number: int
    title: str
    season: Literal["spring", "autumn"]
    year: int
    theme: str
    released_at: datetime
    cover: ImageOut | None
    pdf: PdfOut | None

    @staticmethod
    def resolve_cover(issue: IssuePage) -> Picture | None:
        return picture(issue.cover, alt=issue.cover_alt)

    @staticmethod
    def resolve_pdf(issue: IssuePage) -> PdfOut | None:
        if not issue.pdf:
            return None
        return PdfOut(
            url=absolute(reverse("magazine:pdf", args=[issue.number])), size=issue.pdf_size, pages=issue.pdf_pages
        )


class IssueOut(IssueLineOut):
    editorial: str
    partners: list[str]

    @staticmethod
    def resolve_partners(issue: IssuePage) -> list[str]:
        return issue.partner_names


class SectionContentsOut(SectionOut):
    """A section and its articles, in reading order."""

    articles: list[ArticleLineOut]


class ContentsOut(IssueOut):
    """A cover page in one call."""

    sections: list[SectionContentsOut]


class FindingOut(Schema):
    """What is missing: `blocks` stops the release, the rest only deserves a look."""

    code: str
    message: str
    blocks: bool
    article: str


class PreflightOut(Schema):
    ready: bool
    findings: list[FindingOut]


class IssueStateOut(Schema):
    """An issue as the editors who release it see it."""

    number: int
    title: str
    state: Literal["prepared", "planned", "released", "withdrawn"]
    release_at: datetime | None
    released_at: datetime | None
    withdrawn_at: datetime | None
