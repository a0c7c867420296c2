"""How dues are sold: what orders ask of renewals (`SALES["dues"]`). The item is the membership's uuid."""

from datetime import datetime
from uuid import UUID

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.memberships.models import Membership
from registrations.memberships.rules import MembershipState
from registrations.orders.models import OrderLine
from registrations.orders.sales import Attendees, Buyer, Locks, Quote
from registrations.renewals.actions.campaigns import tell_of_end
from registrations.renewals.actions.standing import follow_dues, lock_membership
from registrations.renewals.errors import DuesNotAdmitted, NotDeclared, NothingOwed
from registrations.renewals.models import Declaration
from registrations.renewals.queries import dues_due, ordered_cents, whole


class DuesSale:
    """The price is what the scale asks of the budget, less the dues of that year that are ordered already.

    So a first invoice is the whole, and a higher declaration after a provisional invoice is the difference.
    """

    def quote(self, item: UUID, *, buyer: Buyer, quantity: int, at: datetime) -> Quote:  # noqa: ARG002 - dated by the scale's year
        declaration = _declaration(item)
        membership = declaration.membership
        if buyer.organisation is None or buyer.organisation.pk != membership.organisation_id:
            raise NotFound
        rest = owed_cents(declaration) - ordered_cents(item)
        if quantity != 1 or rest <= 0:
            raise NothingOwed
        return Quote(
            unit_price_cents=rest,
            basis="declared" if declaration.signed_at else "provisional",
            description=_description(declaration),
            on_account=True,
            discountable=False,  # what a member owes is the scale's
        )

    def locks(self, line: OrderLine, *, attendees: Attendees = ()) -> Locks:  # noqa: ARG002 - nothing to lock
        return Locks()

    def hold(self, line: OrderLine, *, attendees: Attendees, until: datetime | None, by: Actor, at: datetime) -> None:  # noqa: ARG002 - nothing is held
        """Two orders at once cannot both take the whole: the second finds the first under the membership's lock."""
        lock_membership(line.item_uuid)
        if not _still_owed(line):
            raise NothingOwed

    def retake(self, line: OrderLine, *, by: Actor, at: datetime) -> bool:  # noqa: ARG002 - nothing is written
        lock_membership(line.item_uuid)
        return _still_owed(line)

    def paid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        follow_dues(line.item_uuid, by=by, at=at)

    def unpaid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        follow_dues(line.item_uuid, by=by, at=at)
        tell_of_end(lock_membership(line.item_uuid), at=at)

    def released(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        if line.order.on_account:  # a card that did not come had given nothing
            follow_dues(line.item_uuid, by=by, at=at)


def owed_cents(declaration: Declaration) -> int:
    """The dues of the year. Raises `DuesNotAdmitted`, `NotDeclared`, `NoDuesScale`."""
    if declaration.membership.state not in {MembershipState.ADMITTED, MembershipState.ACTIVE}:
        raise DuesNotAdmitted
    if declaration.dues_budget_cents is None:
        raise NotDeclared
    return dues_due(declaration, declaration.dues_budget_cents)


def _declaration(item: UUID) -> Declaration:
    found = whole(Declaration.objects.filter(membership__uuid=item)).first()
    if found is not None:
        return found
    if Membership.objects.filter(uuid=item).exists():
        raise NotDeclared
    raise NotFound


def _still_owed(line: OrderLine) -> bool:
    rest = owed_cents(_declaration(line.item_uuid)) - ordered_cents(line.item_uuid, without=line.order_id)
    return int(line.total_cents) <= rest


def _description(declaration: Declaration) -> str:
    membership = declaration.membership
    text = f"Cotisation {membership.year} – {membership.category}"
    return text if declaration.signed_at else f"{text} (provisoire)"
