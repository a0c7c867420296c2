"""`/me/addresses`: what I sign in with and am reached at."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from registrations.people.actions import ask_code, choose_address, remove_address, type_code
from registrations.people.adapters import send_proof
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.queries import addresses_shown, needs_own_address
from registrations.people.requests import actor, person_behind
from registrations.people.schemas import AddressesOut, AddressIn, ProofIn

router = Router(auth=signed_in)


@router.get("/addresses", response=AddressesOut, operation_id="me_addresses", summary="My addresses")
def list_addresses(request: HttpRequest) -> dict[str, Any]:
    return _shown(person_behind(request))


@router.post(
    "/addresses", response={202: AddressesOut}, operation_id="me_address_ask", summary="Send a code to an address"
)
def ask_address(request: HttpRequest, wanted: AddressIn) -> Status[dict[str, Any]]:
    me = person_behind(request)
    code = ask_code(me, email=wanted.email, by=actor(request), at=timezone.now())
    send_proof(code, to=wanted.email, language=me.language)
    return Status(202, _shown(me))


@router.post("/addresses/proof", response=AddressesOut, operation_id="me_address_prove", summary="Prove an address")
def prove_one(request: HttpRequest, proof: ProofIn) -> dict[str, Any]:
    me = person_behind(request)
    type_code(me, email=proof.email, code=proof.code, by=actor(request), at=timezone.now())
    return _shown(me)


@router.put("/addresses/primary", response=AddressesOut, operation_id="me_address_choose", summary="Choose an address")
def choose_one(request: HttpRequest, chosen: AddressIn) -> dict[str, Any]:
    me = person_behind(request)
    choose_address(me, email=chosen.email, by=actor(request), at=timezone.now())
    return _shown(me)


@router.delete("/addresses", response=AddressesOut, operation_id="me_address_remove", summary="Remove an address")
def remove_one(request: HttpRequest, removed: Query[AddressIn]) -> dict[str, Any]:
    me = person_behind(request)
    remove_address(me, email=removed.email, by=actor(request), at=timezone.now())
    return _shown(me)


def _shown(person: User) -> dict[str, Any]:
    on = timezone.localdate()
    rows = addresses_shown(person, on=on)
    items = [
        {
            "email": row.email,
            "is_primary": row.is_primary,
            "is_proved": row.is_proved,
            "is_lent": row.is_lent,
            "bounces": row.bounce is not None,
            "closed_at": row.closed_at,
        }
        for row in rows
    ]
    return {"count": len(items), "items": items, "needs_own_address": needs_own_address(person, on=on)}
