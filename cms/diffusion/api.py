"""The policy in force, and its history."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from cms.diffusion.actions import confirm_adoption
from cms.diffusion.errors import NoSuchPolicy
from cms.diffusion.queries import (
    adoption_of,
    comparison,
    next_change,
    version_in_force,
    visible_version,
    visible_versions,
)
from cms.diffusion.schemas import AdoptionOut, DifferenceOut, PolicyLineOut, PolicyOut
from registrations.caching.answers import changes_at, public
from registrations.people.requests import actor
from registrations.schemas import Positive

router = Router()


@router.get("", response=PolicyOut, operation_id="library_policy")
@public("library", same_for_all=True)
def get_policy(request: HttpRequest) -> PolicyOut:
    """The version in force now; 404 before the first adoption."""
    now = timezone.now()
    version = version_in_force(now)
    if version is None:
        raise NoSuchPolicy()
    changes_at(request, next_change(now))
    return PolicyOut.of(version, at=now)


@router.get("/versions", response=list[PolicyLineOut], operation_id="library_policy_versions")
@public("library")
def list_policy_versions(request: HttpRequest) -> list[PolicyLineOut]:
    """The versions that the caller may read, latest first: adopted ones, and drafts on which they are consulted."""
    now = timezone.now()
    changes_at(request, next_change(now))
    current = version_in_force(now)
    return [PolicyLineOut.of(row, in_force=row == current) for row in visible_versions(actor(request), at=now)]


@router.get("/versions/{number}", response=PolicyOut, operation_id="library_policy_version")
@public("library")
def get_policy_version(request: HttpRequest, number: Positive) -> PolicyOut:
    """One version; a draft in consultation for those who are consulted, other drafts for the team."""
    now = timezone.now()
    changes_at(request, next_change(now))
    return PolicyOut.of(visible_version(number, by=actor(request), at=now), at=now)


@router.get(
    "/versions/{number}/compare/{other}", response=list[DifferenceOut], operation_id="library_policy_comparison"
)
@public("library")
def compare_policy_versions(request: HttpRequest, number: Positive, other: Positive) -> list[DifferenceOut]:
    """Each kind, audience and verb whose answer differs from `other` (before) to `number` (after)."""
    me, now = actor(request), timezone.now()
    after, before = (visible_version(each, by=me, at=now) for each in (number, other))
    return [DifferenceOut.of(each) for each in comparison(before, after)]


@router.get("/versions/{number}/adopt", response=AdoptionOut, operation_id="library_policy_adoption")
def get_adoption(request: HttpRequest, number: Positive) -> AdoptionOut:
    """What the board decided, prepared and confirmed or not: for the librarians and the secretary."""
    return AdoptionOut.of(adoption_of(number, by=actor(request)))


@router.post("/versions/{number}/adopt", response=PolicyOut, operation_id="library_policy_adopt")
def post_adoption(request: HttpRequest, number: Positive) -> PolicyOut:
    """The secretary confirms what somebody else prepared; the version never changes again."""
    me, now = actor(request), timezone.now()
    adoption = adoption_of(number, by=me)
    return PolicyOut.of(confirm_adoption(adoption.policy, by=me, at=now), at=now)
