"""One's own certificates, and whether a certificate is valid."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from registrations.certificates.queries import certificates_of
from registrations.certificates.requests import looked_up
from registrations.certificates.rules import read_code
from registrations.certificates.schemas import CertificateOut, CheckedOut
from registrations.errors import NotFound
from registrations.people.credentials import signed_in
from registrations.people.requests import person_behind
from registrations.schemas import Items, Paging, page

router = Router()
me_router = Router()


@router.get("/certificates/{str:number}/verification", response=CheckedOut, operation_id="training_verify_certificate")
def verify(request: HttpRequest, number: str) -> CheckedOut:  # the same for everybody
    """Whether a certificate is valid, by the number or by the code printed on it."""
    found = looked_up(request, number, numbers=True)
    if found is None:
        raise NotFound()
    return CheckedOut.of(found, whole=found.code == read_code(number))


@me_router.get("/certificates", response=Items[CertificateOut], auth=signed_in, operation_id="me_certificates")
def list_my_certificates(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """One's own valid certificates, the latest first."""
    found = page(certificates_of(person_behind(request)), paging)
    return found | {"items": [CertificateOut.of(certificate) for certificate in found["items"]]}
