"""How booths are sold: what orders ask of exhibitors (`SALES["booth"]`). The item is the exhibitor's uuid.

The booth itself is held by the approval, whatever becomes of the order: an order that expires leaves the exhibitor
approved, and the team refuses whoever never pays.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.colloquium.queries import may_be_invoiced
from registrations.errors import NotFound
from registrations.exhibitors.errors import AlreadyOrdered, NotApproved, OneBooth
from registrations.exhibitors.models import Exhibitor
from registrations.exhibitors.rules import NEXT, ExhibitorState
from registrations.journal.actions import log
from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind, Order, OrderLine, OrderState
from registrations.orders.sales import Attendees, Buyer, Locks, Quote
from registrations.states import move


class BoothSale:
    """One order stands at a time for one exhibitor; once it is paid, so is the exhibitor."""

    def quote(self, item: UUID, *, buyer: Buyer, quantity: int, at: datetime) -> Quote:
        exhibitor = Exhibitor.objects.select_related("package", "colloquium").filter(uuid=item).first()
        if exhibitor is None or buyer.organisation is None or buyer.organisation.pk != exhibitor.organisation_id:
            raise NotFound()
        if exhibitor.state != ExhibitorState.APPROVED:
            raise NotApproved()
        if quantity != 1 or buyer.attendees:
            raise OneBooth()
        return Quote(
            unit_price_cents=exhibitor.package.price_cents,
            basis="package",
            description=f"{exhibitor.colloquium} – {exhibitor.package}",
            on_account=may_be_invoiced(buyer, on=localdate(at)),
            province=exhibitor.colloquium.province,
        )

    def locks(self, line: OrderLine, *, attendees: Attendees = ()) -> Locks:  # noqa: ARG002 - the approval holds the booth
        return Locks()

    def hold(self, line: OrderLine, *, attendees: Attendees, until: datetime | None, by: Actor, at: datetime) -> None:  # noqa: ARG002 - the same
        if not _take(line, Exhibitor.objects.filter(uuid=line.item_uuid)):
            raise AlreadyOrdered()

    def paid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        """An invoice leaves the exhibitor approved: only money makes it paid."""
        if line.order.state == OrderState.SETTLED:
            _follow(line, ExhibitorState.APPROVED, ExhibitorState.PAID, by=by, at=at)

    def unpaid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        _follow(line, ExhibitorState.PAID, ExhibitorState.APPROVED, by=by, at=at)

    def released(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        self.unpaid(line, by=by, at=at)
        Exhibitor.objects.filter(line=line).update(line=None)

    def retake(self, line: OrderLine, *, by: Actor, at: datetime) -> bool:  # noqa: ARG002 - nothing is logged
        kept = Exhibitor.objects.filter(line=line, state=ExhibitorState.APPROVED).exists()
        return kept or _take(line, Exhibitor.objects.filter(uuid=line.item_uuid))


@transaction.atomic
def order_booth(exhibitor: Exhibitor, *, on_account: bool, purchase_order: str = "", by: Actor, at: datetime) -> Order:
    """Order the booth of an approved exhibitor, in its organisation's name."""
    return place_order(
        lines=[Wanted(LineKind.BOOTH, exhibitor.uuid)],
        payer=exhibitor.organisation,
        by=by,
        at=at,
        on_account=on_account,
        purchase_order=purchase_order,
    )


def _take(line: OrderLine, rows: "QuerySet[Exhibitor]") -> bool:
    """One guarded UPDATE: of two orders at once, the second finds the first."""
    return bool(rows.filter(line=None, state=ExhibitorState.APPROVED).update(line=line))


def _follow(line: OrderLine, from_: ExhibitorState, to: ExhibitorState, *, by: Actor, at: datetime) -> None:
    exhibitor = Exhibitor.objects.filter(line=line, state=from_).first()
    if exhibitor:
        move(Exhibitor.objects.all(), exhibitor.pk, table=NEXT, from_=from_, to=to)
        log(exhibitor, "exhibitors.settle" if to == ExhibitorState.PAID else "exhibitors.reopen", by=by, at=at)
