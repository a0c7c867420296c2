"""`/magazine/issues`: for readers the released ones, the same for all; for editors what it takes to release one."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router

from magazine.issues import queries
from magazine.issues.actions import release_issue, withdraw_issue
from magazine.issues.models import IssuePage
from magazine.issues.rules import may_edit_magazine
from magazine.issues.schemas import ContentsOut, IssueLineOut, IssueOut, IssueStateOut, PreflightOut
from registrations.caching.answers import changes_at, public
from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from registrations.schemas import Items, Paging, Positive, page

router = Router()
shown = public("magazine", same_for_all=True)
Number = Annotated[Positive, Path(description="The number of the issue.")]


@router.get("/issues", response=Items[IssueLineOut], operation_id="magazine_issues", summary="Released issues")
@shown
def list_issues(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    now = timezone.now()
    changes_at(request, queries.next_release(at=now))
    return page(queries.issues(at=now), paging)


@router.get(
    "/issues/current", response=IssueOut, operation_id="magazine_current_issue", summary="The latest released issue"
)
@shown
def get_current_issue(request: HttpRequest) -> IssuePage:
    now = timezone.now()
    changes_at(request, queries.next_release(at=now))
    return queries.current_issue(at=now)


@router.get("/issues/{number}", response=IssueOut, operation_id="magazine_issue", summary="One issue")
@shown
def get_issue(request: HttpRequest, number: Number) -> IssuePage:
    return queries.visible_issue(number, at=timezone.now())


@router.get(
    "/issues/{number}/toc",
    response=ContentsOut,
    operation_id="magazine_contents",
    summary="One issue with its sections and articles",
)
@shown
def get_contents(request: HttpRequest, number: Number) -> IssuePage:
    issue = queries.visible_issue(number, at=timezone.now())
    issue.sections = queries.by_section(queries.contents(issue))
    return issue


@router.get(
    "/issues/{number}/preflight",
    response=PreflightOut,
    auth=signed_in,
    operation_id="magazine_preflight",
    summary="What an issue still lacks (editors)",
)
def get_preflight(request: HttpRequest, number: Number) -> dict[str, Any]:
    issue = queries.issue_to_edit(number, edits=may_edit_magazine(actor(request)), at=timezone.now())
    findings = queries.findings(issue, by=actor(request))
    return {
        "ready": not any(finding.blocks for finding in findings),
        "findings": [
            {"code": f.code, "message": str(f.message), "blocks": f.blocks, "article": f.subject} for f in findings
        ],
    }


@router.post(
    "/issues/{number}/release",
    response=IssueStateOut,
    auth=signed_in,
    operation_id="magazine_release",
    summary="Show an issue, its articles and its PDF at once (editors)",
)
def release(request: HttpRequest, number: Number) -> Any:
    me, now = actor(request), timezone.now()
    issue = queries.issue_to_edit(number, edits=may_edit_magazine(me), at=now)
    return idempotent(request, lambda: release_issue(issue, by=me, at=now))


@router.post(
    "/issues/{number}/withdraw",
    response=IssueStateOut,
    auth=signed_in,
    operation_id="magazine_withdraw",
    summary="Hide a released issue (editors)",
)
def withdraw(request: HttpRequest, number: Number) -> Any:
    me, now = actor(request), timezone.now()
    issue = queries.issue_to_edit(number, edits=may_edit_magazine(me), at=now)
    return idempotent(request, lambda: withdraw_issue(issue, by=me, at=now))
