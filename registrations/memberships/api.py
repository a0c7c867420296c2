"""`/me`: who I am here, and what I belong to; `/memberships`: applying, following, certificates."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from registrations.errors import NotFound
from registrations.idempotency.actions import idempotent
from registrations.memberships.actions import Candidate, Declared, add_documents, apply_for_membership
from registrations.memberships.documents import certificate_pdf
from registrations.memberships.models import MembershipApplication
from registrations.memberships.queries import (
    Belonging,
    applicable,
    application_for,
    applications_of,
    categories_asked,
    category_asked,
    certified,
    known_organisation,
    membership_for,
    standing,
    whole,
)
from registrations.memberships.requests import all_received
from registrations.memberships.schemas import (
    ApplicationIn,
    ApplicationOut,
    CategoryOut,
    MeIn,
    MembershipOut,
    MeOut,
    VerificationOut,
)
from registrations.organisations.models import Organisation
from registrations.people.actions import change_profile
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.requests import actor, person_behind
from registrations.schemas import Items, Paging, page

router = Router()
memberships_router = Router()


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


@memberships_router.get("/categories", response=list[CategoryOut], operation_id="memberships_categories")
def list_categories(request: HttpRequest) -> list[CategoryOut]:  # the same for everybody
    """The categories that one may apply for, and what each asks."""
    return [CategoryOut.of(category) for category in categories_asked()]


@memberships_router.get(
    "/applications", response=Items[ApplicationOut], auth=signed_in, operation_id="memberships_applications"
)
def list_applications(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Those that I sent, and those of the organisations whose registrar I am; the latest first."""
    found = page(whole(applications_of(actor(request), on=timezone.localdate())), paging)
    return found | {"items": [_application(each) for each in found["items"]]}


@memberships_router.post(
    "/applications", response={201: ApplicationOut}, auth=signed_in, operation_id="memberships_apply"
)
def apply(request: HttpRequest, body: ApplicationIn) -> Any:
    """Apply for an organisation; documents are joined afterwards."""
    me, now = actor(request), timezone.now()

    def act() -> Status[ApplicationOut]:
        sent = apply_for_membership(
            subject=_subject(request, body),
            role=body.role,
            category=category_asked(body.category),
            declared=Declared(shown=body.shown, met=body.met),
            message=body.message,
            by=me,
            at=now,
        )
        return Status(201, _application(_whole(sent)))

    return idempotent(request, act)


@memberships_router.post(
    "/applications/{uuid:uuid}/documents",
    response={201: ApplicationOut},
    auth=signed_in,
    operation_id="memberships_add_document",
)
def join_document(request: HttpRequest, uuid: UUID, document: File[UploadedFile]) -> Any:
    """Join one file (PDF, Word, Excel or image, 20 MB at most), until the board decides."""
    me, now = actor(request), timezone.now()
    application = application_for(uuid, by=me, on=timezone.localdate(now))
    with all_received([document], at=now) as kept:
        add_documents(application=application, documents=kept, by=me, at=now)
    return Status(201, _application(_whole(application)))


@memberships_router.get(
    "/certificates/{str:number}/verification", response=VerificationOut, operation_id="memberships_verify"
)
def verify(request: HttpRequest, number: str) -> VerificationOut:  # the same for everybody
    """Whether the certificate of this number is valid today."""
    found = certified(number, on=timezone.localdate())
    if found is None:
        raise NotFound
    return VerificationOut.of(found)


@memberships_router.get("/{uuid:uuid}", response=MembershipOut, auth=signed_in, operation_id="memberships_one")
def get_membership(request: HttpRequest, uuid: UUID) -> MembershipOut:
    """One membership, for the registrars of its organisation, whoever applied for it, and the team."""
    on = timezone.localdate()
    return MembershipOut.of(membership_for(uuid, by=actor(request), on=on), on=on)


@memberships_router.get("/{uuid:uuid}/certificate.pdf", auth=signed_in, operation_id="memberships_certificate")
def get_certificate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The certificate of an active membership (PDF/UA), in the language asked for."""
    now = timezone.now()
    membership = membership_for(uuid, by=actor(request), on=timezone.localdate(now))
    content = certificate_pdf(membership, language=get_language() or "fr", at=now)
    headers = {"Content-Disposition": f'attachment; filename="{membership.code}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _subject(request: HttpRequest, body: ApplicationIn) -> Organisation | Candidate:
    """One of the caller's organisations, or the one that is described, if the register does not know it already."""
    if body.candidate is not None:
        described = body.candidate.described()
        return known_organisation(name=described.name, neq=described.neq or "") or described
    mine = applicable(person_behind(request), on=timezone.localdate())
    chosen = next((organisation for organisation in mine if organisation.slug == body.organisation), None)
    if chosen is None:
        raise NotFound
    return chosen


def _whole(application: MembershipApplication) -> MembershipApplication:
    return whole(MembershipApplication.objects.filter(pk=application.pk)).get()


def _application(application: MembershipApplication) -> ApplicationOut:
    return ApplicationOut.of(application, on=timezone.localdate(), site=settings.SITE_URL)
