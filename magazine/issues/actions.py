"""Composing, releasing and withdrawing issues. Visible all at once, or not at all."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from magazine.articles.actions import approve_article
from magazine.articles.models import ArticlePage
from magazine.issues.errors import AlreadyReleased, NotEditor, NotReady, NotReleased, NumberTaken, ReleaseInThePast
from magazine.issues.models import IssuePage, MagazineIndexPage
from magazine.issues.queries import facts_of
from magazine.issues.rules import may_edit_magazine, preflight
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.files.uploads import Received, received
from registrations.journal.actions import log

AREA = "magazine"


@transaction.atomic
def prepare_magazine(*, home: Page) -> MagazineIndexPage:
    """Make the magazine's own page under the home page, once."""
    found: MagazineIndexPage | None = MagazineIndexPage.objects.child_of(home).first()
    if found:
        return found
    page = MagazineIndexPage(title="AXE Magazine", slug="magazine", locale=home.locale)
    home.add_child(instance=page)
    return page


@transaction.atomic
def create_issue(index: MagazineIndexPage, *, number: int, by: Actor, at: datetime, **fields: Any) -> IssuePage:
    """A new issue in preparation under the magazine; `fields` are the page's own (theme, season, year, cover...).

    Raises `NumberTaken`.
    """
    _check(by)
    if IssuePage.objects.filter(number=number).exists():
        raise NumberTaken(number=number)  # its slug is taken too, which Wagtail would say in other words
    issue = IssuePage(number=number, slug=slugify(f"numero-{number}"), live=False, **fields)
    with constraint_means(IssuePage, "issuepage_one_per_number", NumberTaken(number=number)):
        index.add_child(instance=issue)
    issue.save_revision(user=by.person)
    log(issue, "magazine.create_issue", by=by, at=at, number=number)
    return issue


def attach_pdf(issue: IssuePage, content: bytes, *, by: Actor, at: datetime) -> IssuePage:
    """Give the issue its PDF, or another one; readers get it with the issue. Never called inside a transaction.

    Raises the refusals of `registrations.files.errors`.
    """
    _check(by)
    upload = SimpleUploadedFile(f"axe-magazine-{issue.number}.pdf", content, "application/pdf")
    with received(upload, feature="magazine", at=at, allowed=frozenset({"pdf"}), megabytes=200) as file:
        return _keep_pdf(issue, file, by=by, at=at)


@transaction.atomic
def _keep_pdf(issue: IssuePage, file: Received, *, by: Actor, at: datetime) -> IssuePage:
    issue.pdf, issue.pdf_sha256, issue.pdf_size, issue.pdf_pages = file.name, file.sha256, file.size, file.pages
    IssuePage.objects.filter(pk=issue.pk).update(
        pdf=file.name, pdf_sha256=file.sha256, pdf_size=file.size, pdf_pages=file.pages
    )
    bump(AREA)
    log(issue, "magazine.attach_pdf", by=by, at=at, sha256=file.sha256)
    return issue


@transaction.atomic
def plan_release(issue: IssuePage, *, release_at: datetime | None, by: Actor, at: datetime) -> IssuePage:
    """Choose when the issue will be released by the worker, or (None) that nobody has decided yet."""
    _check(by)
    issue = locked(issue)
    if issue.released_at and not issue.withdrawn_at:
        raise AlreadyReleased()
    if release_at is not None and release_at <= at:
        raise ReleaseInThePast()
    IssuePage.objects.filter(pk=issue.pk).update(release_at=release_at)
    bump(AREA)  # the next known change moves
    log(issue, "magazine.plan_release", by=by, at=at, release_at=release_at.isoformat() if release_at else None)
    issue.release_at = release_at
    return issue


@transaction.atomic
def approve_articles(issue: IssuePage, *, by: Actor, at: datetime) -> IssuePage:
    """Approve every article of the issue whose text is not approved as it stands."""
    _check(by)
    for article in ArticlePage.objects.filter(issue=issue).order_by("path"):
        if not article.is_approved:
            approve_article(article, by=by, at=at)
    return issue


@transaction.atomic
def release_issue(issue: IssuePage, *, by: Actor, at: datetime) -> IssuePage:
    """Show the issue, its articles and its PDF in one transaction. Nothing is rendered or encoded here.

    Raises `NotReady` with what blocks, `AlreadyReleased` when somebody did it first.
    """
    _check(by)
    issue = locked(issue)
    if issue.released_at and not issue.withdrawn_at:
        raise AlreadyReleased()
    if blocking := [finding for finding in preflight(facts_of(issue)) if finding.blocks]:
        raise NotReady(findings=[{"code": f.code, "message": str(f.message), "article": f.subject} for f in blocking])
    for page in [issue, *ArticlePage.objects.filter(issue=issue).order_by("path")]:
        _publish(page)
    IssuePage.objects.filter(pk=issue.pk).update(
        released_at=issue.released_at or at, withdrawn_at=None, release_at=None
    )
    bump(AREA)
    log(issue, "magazine.release", by=by, at=at, number=issue.number)
    issue.refresh_from_db()
    return issue


@transaction.atomic
def withdraw_issue(issue: IssuePage, *, by: Actor, at: datetime) -> IssuePage:
    """Hide a released issue and its articles; its dates stay, and releasing it again shows it as it was first dated."""
    _check(by)
    issue = locked(issue)
    if not issue.released_at or issue.withdrawn_at:
        raise NotReleased()
    IssuePage.objects.filter(pk=issue.pk).update(withdrawn_at=at)
    bump(AREA)
    log(issue, "magazine.withdraw", by=by, at=at, number=issue.number)
    issue.withdrawn_at = at
    return issue


def locked(issue: IssuePage) -> IssuePage:
    """The row as it is now, locked, so that two releases are one."""
    row: IssuePage = IssuePage.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    return row


def _publish(page: IssuePage | ArticlePage) -> None:
    revision = page.get_latest_revision() or page.save_revision()
    revision.publish(log_action=False)


def _check(by: Actor) -> None:
    if not may_edit_magazine(by):
        raise NotEditor()
