"""`/organisations/{slug}/orders` and `/statement`: for its registrars and its direction; 404 for anybody else."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from registrations.errors import NotFound
from registrations.orders.queries import whole
from registrations.orders.schemas import OrderOut
from registrations.organisations.models import Organisation
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from registrations.receivables.queries import account_of, kept_account, orders_of_organisation
from registrations.receivables.schemas import Period, StatementOut
from registrations.schemas import Feed, Following, follow

router = Router()


@router.get(
    "/organisations/{slug:slug}/orders", response=Feed[OrderOut], auth=signed_in, operation_id="organisations_orders"
)
def list_orders(request: HttpRequest, slug: str, following: Query[Following]) -> dict[str, Any]:
    """What the organisation ordered, the latest first."""
    found = follow(whole(orders_of_organisation(_entered(request, slug))), following)
    return found | {"items": [OrderOut.of(order) for order in found["items"]]}


@router.get(
    "/organisations/{slug:slug}/statement",
    response=StatementOut,
    auth=signed_in,
    operation_id="organisations_statement",
)
def get_statement(request: HttpRequest, slug: str, period: Query[Period]) -> StatementOut:
    """The account over a period, with the balance after each entry, and what is owed by age."""
    organisation, today = _entered(request, slug), timezone.localdate()
    last = period.last or today
    return StatementOut.of(account_of(organisation, first=period.first or last - timedelta(days=365), last=last))


def _entered(request: HttpRequest, slug: str) -> Organisation:
    found = kept_account(slug, by=actor(request), on=timezone.localdate())
    if found is None:
        raise NotFound()
    return found
