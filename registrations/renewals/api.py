"""`/memberships/{id}/renew`: the yearly declaration, for those who prepare it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from registrations.renewals.actions import renew
from registrations.renewals.models import Declaration
from registrations.renewals.queries import declaration_for, dues_orders, whole
from registrations.renewals.schemas import RenewalOut, RenewIn

router = Router()


@router.get("/{uuid:membership}/renew", response=RenewalOut, auth=signed_in, operation_id="memberships_renewal")
def get_renewal(request: HttpRequest, membership: UUID) -> RenewalOut:
    """The declaration as it stands: what is known, what is missing, the statement to sign."""
    found, _hand = declaration_for(membership, by=actor(request), on=timezone.localdate())
    return _shown(found)


@router.post("/{uuid:membership}/renew", response=RenewalOut, auth=signed_in, operation_id="memberships_renew")
def post_renewal(request: HttpRequest, membership: UUID, body: RenewIn) -> Any:
    """Save parts, and sign when a signature is given: all of it, or nothing."""
    me, now = actor(request), timezone.now()
    found, _hand = declaration_for(membership, by=me, on=timezone.localdate(now))
    signature = body.signature.dict() if body.signature else None

    def act() -> RenewalOut:
        renew(declaration=found, parts=body.parts(), version=body.version, signature=signature, by=me, at=now)
        return _shown(whole(Declaration.objects.filter(pk=found.pk)).get())

    return idempotent(request, act)


def _shown(declaration: Declaration) -> RenewalOut:
    return RenewalOut.of(declaration, [order.code for order in dues_orders(declaration.membership.uuid)])
