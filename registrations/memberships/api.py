"""`/me`: who I am here, and what I belong to."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from registrations.memberships.queries import Belonging, standing
from registrations.memberships.schemas import MeIn, MeOut
from registrations.people.actions import change_profile
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.requests import actor, person_behind

router = Router()


@router.get("", response=MeOut, auth=signed_in, operation_id="me", summary="My profile, posts and audiences")
def get_me(request: HttpRequest) -> dict[str, Any]:
    return _shown(person_behind(request))


@router.patch("", response=MeOut, auth=signed_in, operation_id="me_change", summary="Change my profile")
def change_me(request: HttpRequest, changes: MeIn) -> dict[str, Any]:
    me = actor(request)
    person = person_behind(request)
    given = {name: value for name, value in changes.dict(exclude_unset=True).items() if value is not None}
    kept = {name: getattr(person, name) for name in MeIn.model_fields}
    return _shown(change_profile(person, **kept | given, by=me, at=timezone.now()))


def _shown(person: User) -> dict[str, Any]:
    status = standing(person, on=timezone.localdate())
    return {
        "id": person.uuid,
        **{name: getattr(person, name) for name in ("email", "contact_email", *MeIn.model_fields)},
        "affiliations": [_post(belonging) for belonging in status.organisations],
        "audiences": sorted(status.audiences),
    }


def _post(belonging: Belonging) -> dict[str, Any]:
    affiliation = belonging.affiliation
    return {
        "id": affiliation.uuid,
        "organisation": belonging.organisation.slug,
        "organisation_name": belonging.organisation.name,
        "role": affiliation.role,
        "is_registrar": affiliation.is_registrar,
        "is_verified": belonging.is_verified,
        "in_good_standing": belonging.in_good_standing,
        "since": affiliation.starts_on,
    }
