"""The states of a work: prepared, reviewed, shown, replaced by another, withdrawn; and its reviews."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cms.library.actions.gate import AREA, allow, allow_drafts
from cms.library.errors import (
    ReasonMissing,
    RemarkMissing,
    ReplacementNotPublished,
    ReplacesItself,
    ResourceWithoutFile,
)
from cms.library.models import Resource, ResourceFile
from cms.library.rules import NEXT, SHOWN, ResourceState
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import WrongState
from registrations.journal.actions import log
from registrations.states import move


@transaction.atomic
def submit_resource(resource: Resource, *, by: Actor, at: datetime) -> Resource:
    """Hand a draft to the librarian. Raises `ResourceWithoutFile`."""
    allow_drafts(by)
    _expect_file(resource)
    _move(resource, ResourceState.REVIEW, remark="")
    return _moved(resource, "library.submit", by=by, at=at)


@transaction.atomic
def return_resource(resource: Resource, *, remark: str, by: Actor, at: datetime) -> Resource:
    """Give what was submitted back to those who write it, with what is to be changed."""
    allow(by)
    if not remark.strip():
        raise RemarkMissing()
    _move(resource, ResourceState.DRAFT, from_=ResourceState.REVIEW, remark=remark.strip())
    return _moved(resource, "library.return", by=by, at=at)


@transaction.atomic
def publish_resource(resource: Resource, *, by: Actor, at: datetime) -> Resource:
    """Show the record to those whom the policy lets see it. Raises `ResourceWithoutFile`."""
    allow(by)
    _expect_file(resource)
    shown: dict[str, Any] = {"live": True, "archived_at": None, "remark": "", "replaced_by": None}
    _move(resource, ResourceState.PUBLISHED, **shown, last_published_at=at, has_unpublished_changes=False)
    Resource.objects.filter(pk=resource.pk, first_published_at=None).update(first_published_at=at)
    return _moved(resource, "library.publish", by=by, at=at)


@transaction.atomic
def withdraw_resource(resource: Resource, *, reason: str, by: Actor, at: datetime) -> Resource:
    """Take a work, in all its languages, away from everybody, and keep it: files, figures and history stay."""
    allow(by)
    if not reason.strip():
        raise ReasonMissing()
    shown = _locked(resource).filter(state__in=SHOWN)
    gone = {"state": ResourceState.WITHDRAWN, "live": False, "archived_at": at, "remark": reason.strip()}
    if not shown.filter(pk=resource.pk).exists():
        raise WrongState(expected=str(ResourceState.PUBLISHED), to=str(ResourceState.WITHDRAWN))
    shown.update(**gone)
    return _moved(resource, "library.withdraw_resource", by=by, at=at)


@transaction.atomic
def replace_resource(resource: Resource, *, following: Resource, by: Actor, at: datetime) -> Resource:
    """Say which work follows this one: the old one keeps its address and its files, and sends its readers there."""
    allow(by)
    _expect_follows(resource, following)
    rows = _locked(resource)
    _move(resource, ResourceState.REPLACED, replaced_by=following)
    rows.filter(state=ResourceState.PUBLISHED).update(state=ResourceState.REPLACED, replaced_by=following)
    return _moved(resource, "library.replace", by=by, at=at)


@transaction.atomic
def note_review(resource: Resource, *, next_on: date | None, by: Actor, at: datetime) -> Resource:
    """Say that a work was read again and still holds, and when it is to be read again (None: never)."""
    allow(by)
    Resource.objects.filter(translation_key=resource.translation_key).update(review_on=next_on)
    return _moved(resource, "library.review", by=by, at=at)


@transaction.atomic
def relate_resources(resource: Resource, *, others: list[Resource], by: Actor, at: datetime) -> Resource:
    """Choose the works that a reader of this one may want; the link is read from both sides."""
    allow_drafts(by)
    resource.related.set([other for other in others if other.translation_key != resource.translation_key])
    return _moved(resource, "library.relate", by=by, at=at)


def _expect_file(resource: Resource) -> None:
    files = ResourceFile.objects.filter(resource__translation_key=resource.translation_key, withdrawn_at=None)
    if not files.exists():
        raise ResourceWithoutFile()


def _expect_follows(resource: Resource, following: Resource) -> None:
    """Published, and not at the end of a chain that comes back."""
    if not following.live:
        raise ReplacementNotPublished(title=following.title)
    seen, step = {resource.translation_key}, Resource.objects.get(pk=following.pk)
    while True:
        if step.translation_key in seen:
            raise ReplacesItself()
        if step.replaced_by is None:
            return
        seen.add(step.translation_key)
        step = step.replaced_by


def _locked(resource: Resource) -> "QuerySet[Resource]":
    """All language records of the work, locked."""
    rows = Resource.objects.filter(translation_key=resource.translation_key)
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return rows


def _move(resource: Resource, to: str, *, from_: str = "", **fields: Any) -> None:
    move(Resource.objects.all(), resource.pk, table=NEXT, from_=from_ or resource.state, to=to, **fields)


def _moved(resource: Resource, action: str, *, by: Actor, at: datetime) -> Resource:
    log(resource, action, by=by, at=at)
    bump(AREA)
    return Resource.objects.get(pk=resource.pk)
