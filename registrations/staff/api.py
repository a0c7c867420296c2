"""`/organisations/{slug}/staff`: the list of an organisation, for its registrars; 404 for anybody else."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from registrations.actors import Actor
from registrations.idempotency.actions import idempotent
from registrations.organisations.models import Organisation
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from registrations.schemas import Items, page
from registrations.staff.actions import add_colleague, change_post_as_asked, end_post, invite, refuse_post
from registrations.staff.queries import colleague_named, colleagues, managed
from registrations.staff.schemas import ColleagueChange, ColleagueIn, ColleagueOut, Ending, StaffSearch

router = Router()
ONE = "/organisations/{slug:slug}/staff/{uuid:post_id}"


@router.get("/organisations/{slug:slug}/staff", response=Items[ColleagueOut], auth=signed_in, operation_id="staff_list")
def list_staff(request: HttpRequest, slug: str, search: Query[StaffSearch]) -> dict[str, Any]:
    """The staff by name."""
    _me, organisation = _entered(request, slug)
    found = page(colleagues(organisation, search.wanted(), on=timezone.localdate()), search)
    return found | {"items": [ColleagueOut.of(line) for line in found["items"]]}


@router.post("/organisations/{slug:slug}/staff", response={201: ColleagueOut}, auth=signed_in, operation_id="staff_add")
def add_staff(request: HttpRequest, slug: str, body: ColleagueIn) -> Any:
    """Add somebody, who then has the organisation's rights; a person who is known keeps their own record."""
    me, now = actor(request), timezone.now()

    def act() -> Status[ColleagueOut]:
        _me, organisation = _entered(request, slug)
        post = add_colleague(organisation=organisation, **body.colleague(), by=me, at=now)
        if body.invite:
            invite(post, by=me, at=now)
        return Status(201, _shown(organisation, post.uuid))

    return idempotent(request, act)


@router.get(ONE, response=ColleagueOut, auth=signed_in, operation_id="staff_one")
def get_staff(request: HttpRequest, slug: str, post_id: UUID) -> ColleagueOut:
    """One post, live or ended."""
    _me, organisation = _entered(request, slug)
    return _shown(organisation, post_id)


@router.patch(ONE, response=ColleagueOut, auth=signed_in, operation_id="staff_change")
def change_staff(request: HttpRequest, slug: str, post_id: UUID, changes: ColleagueChange) -> ColleagueOut:
    """Confirm a post, change its role, make somebody a registrar, correct a name before its person signs in."""
    me, organisation = _entered(request, slug)
    post = colleague_named(organisation, post_id).post
    change_post_as_asked(post, **changes.dict(exclude_unset=True), by=me, at=timezone.now())
    return _shown(organisation, post_id)


@router.delete(ONE, response=ColleagueOut, auth=signed_in, operation_id="staff_end")
def end_staff(request: HttpRequest, slug: str, post_id: UUID, ending: Query[Ending]) -> ColleagueOut:
    """End a post, which stays in the past; or answer that somebody who asked for it does not work here."""
    me, organisation = _entered(request, slug)
    post = colleague_named(organisation, post_id).post
    if ending.not_ours:
        refuse_post(post, by=me, at=timezone.now())
    else:
        end_post(post, on=ending.on or timezone.localdate(), by=me, at=timezone.now())
    return _shown(organisation, post_id)


@router.post(f"{ONE}/invite", response=ColleagueOut, auth=signed_in, operation_id="staff_invite")
def invite_staff(request: HttpRequest, slug: str, post_id: UUID) -> Any:
    """Send somebody who never signed in their personal link, or another one."""
    me, now = actor(request), timezone.now()

    def act() -> ColleagueOut:
        _me, organisation = _entered(request, slug)
        invite(colleague_named(organisation, post_id).post, by=me, at=now)
        return _shown(organisation, post_id)

    return idempotent(request, act)


def _entered(request: HttpRequest, slug: str) -> tuple[Actor, Organisation]:
    me = actor(request)
    return me, managed(slug, by=me, on=timezone.localdate())


def _shown(organisation: Organisation, uuid: UUID) -> ColleagueOut:
    return ColleagueOut.of(colleague_named(organisation, uuid))
