"""What an issue needs before it is shown, and who may show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role


class Season(models.TextChoices):
    SPRING = "spring", _("Spring")
    AUTUMN = "autumn", _("Autumn")


class IssueState(models.TextChoices):
    """Derived from the dates, never stored."""

    PREPARED = "prepared", _("In preparation")
    PLANNED = "planned", _("Planned")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What the preflight asks of an article."""

    title: str
    approved: bool
    has_body: bool
    has_contributor: bool
    images_described: bool
    first_page: int | None


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the preflight asks of an issue."""

    has_cover: bool
    cover_described: bool
    has_pdf: bool
    has_editorial: bool
    images_sized: bool
    articles: Sequence[ArticleFacts]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that blocks the release, or only deserves a look; `subject` is an article's title, or empty."""

    code: str
    message: str | Promise
    subject: str = ""

    @property
    def blocks(self) -> bool:
        """Warnings are named in `WARNINGS`; anything else stops the release."""
        return self.code not in WARNINGS


WARNINGS = frozenset({"no-pdf", "no-editorial", "no-page", "images-not-sized"})


def state_of(released_at: datetime | None, withdrawn_at: datetime | None, release_at: datetime | None) -> IssueState:
    """The state that the dates imply."""
    if withdrawn_at:
        return IssueState.WITHDRAWN
    if released_at:
        return IssueState.RELEASED
    return IssueState.PLANNED if release_at else IssueState.PREPARED


def preflight(facts: IssueFacts) -> list[Finding]:
    """Everything that is missing, what blocks first."""
    findings = [finding for present, finding in _of_issue(facts) if present]
    for article in facts.articles:
        findings += [finding for present, finding in _of_article(article) if present]
    return sorted(findings, key=lambda finding: not finding.blocks)


def _of_issue(facts: IssueFacts) -> list[tuple[bool, Finding]]:
    pdf_only = facts.has_pdf and not facts.articles
    return [
        (not facts.has_cover, Finding("no-cover", _("The issue has no cover."))),
        (
            facts.has_cover and not facts.cover_described,
            Finding("cover-not-described", _("The cover has no alternative text.")),
        ),
        (not facts.articles and not pdf_only, Finding("empty", _("The issue has neither article nor PDF."))),
        (not facts.has_pdf, Finding("no-pdf", _("The PDF of the issue is not attached."))),
        (not facts.has_editorial, Finding("no-editorial", _("The issue has no editorial."))),
        (
            not facts.images_sized,
            Finding("images-not-sized", _("The lighter sizes of some images are still being made: wait a minute.")),
        ),
    ]


def _of_article(article: ArticleFacts) -> list[tuple[bool, Finding]]:
    title = article.title
    return [
        (not article.approved, Finding("not-approved", _("The article is not approved."), title)),
        (not article.has_body, Finding("no-body", _("The article has no text."), title)),
        (not article.has_contributor, Finding("no-contributor", _("The article has no contributor."), title)),
        (
            not article.images_described,
            Finding("image-not-described", _("An image has no alternative text."), title),
        ),
        (article.first_page is None, Finding("no-page", _("The article has no page number."), title)),
    ]


def may_edit_magazine(by: Actor) -> bool:
    """Editors compose the magazine and release it."""
    return by.has(Role.EDITOR)
