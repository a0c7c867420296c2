"""`/me`: who I am here, and what I belong to; `/organisations` and `/vocabularies`: the public directory."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from registrations.caching.answers import changes_at, public
from registrations.memberships.queries import Belonging, directory, public_organisation, standing, vocabularies
from registrations.memberships.schemas import MeIn, MeOut, OrganisationOut, SearchIn, VocabulariesOut
from registrations.people.actions import change_profile
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.requests import actor, person_behind
from registrations.schemas import Items, page

router = Router()
directory_router = Router()
AREA = "organisations"


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


@directory_router.get("/organisations", response=Items[OrganisationOut], operation_id="organisations_list")
@public(AREA)
def list_organisations(request: HttpRequest, search: Query[SearchIn]) -> dict[str, Any]:
    """Centres and partners, by name or nearest first."""
    found = page(directory(search.wanted(), on=_today(request)), search)
    return found | {"items": [OrganisationOut.of(each) for each in found["items"]]}


@directory_router.get("/organisations/{slug:slug}", response=OrganisationOut, operation_id="organisations_one")
@public(AREA)
def get_organisation(request: HttpRequest, slug: str) -> OrganisationOut:
    """One centre or partner."""
    return OrganisationOut.of(public_organisation(slug, on=_today(request)))


@directory_router.get("/vocabularies", response=VocabulariesOut, operation_id="vocabularies")
@public(AREA, same_for_all=True)
def get_vocabularies(request: HttpRequest) -> dict[str, Any]:
    """The words that fields and filters use, in French and in English."""
    return vocabularies()


def _today(request: HttpRequest) -> date:
    """Memberships lapse by date: what is shown today may change at midnight."""
    today = timezone.localdate()
    changes_at(request, timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min)))
    return today
