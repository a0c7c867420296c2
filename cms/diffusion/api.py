"""The policy in force, and its history."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from cms.diffusion.errors import NoSuchPolicy
from cms.diffusion.queries import next_change, version_in_force, visible_version
from cms.diffusion.schemas import PolicyOut
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


@router.get("/versions/{number}", response=PolicyOut, operation_id="library_policy_version")
@public("library")
def get_policy_version(request: HttpRequest, number: Positive) -> PolicyOut:
    """One version; drafts are the team's."""
    now = timezone.now()
    changes_at(request, next_change(now))
    return PolicyOut.of(visible_version(number, to_team=actor(request).is_team), at=now)
