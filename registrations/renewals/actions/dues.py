"""Invoicing dues: after the signature, provisionally from last year's budget, and corrected when they differ."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor, Role
from registrations.journal.actions import log
from registrations.memberships.rules import lapse_day
from registrations.messages.actions import tell
from registrations.orders.actions import Credited, Wanted, credit_invoice, place_order
from registrations.orders.models import Invoice, LineKind, Order
from registrations.renewals.actions.sale import owed_cents
from registrations.renewals.actions.standing import activate_until, lock_membership
from registrations.renewals.errors import (
    AlreadyInvoiced,
    DeclarationSigned,
    NoBudgetBefore,
    NotDueYet,
    RenewalDeclined,
    RenewalsNotYours,
)
from registrations.renewals.models import Declaration
from registrations.renewals.queries import answering, dues_lines, ordered_cents, whole
from registrations.renewals.rules import may_keep_renewals

LESS = "Déclaration annuelle : cotisation moins élevée que la facture provisoire."


@transaction.atomic
def invoice_dues(*, declaration: Declaration, historical: bool = False, by: Actor, at: datetime) -> Order | None:
    """Bring what is invoiced to what is owed: the whole, the difference, or a credit note; None when they agree.

    For accounting, and for the signature, which is itself the order; `historical`: nobody is told.
    Raises `NoTaxProfile`, `NoDuesScale`,
    `DuesNotAdmitted` or `NotDeclared`.
    """
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    lock_membership(declaration.membership.uuid)
    declaration = whole(Declaration.objects.filter(pk=declaration.pk)).get()
    owed, ordered = owed_cents(declaration), ordered_cents(declaration.membership.uuid)
    if owed > ordered:
        return _order(declaration, historical=historical, by=by, at=at)
    if owed < ordered:
        _credit(declaration, ordered - owed, by=by, at=at)
    elif not owed:
        _without_dues(declaration, by=by, at=at)
    return None


@transaction.atomic
def invoice_provisionally(
    *, declaration: Declaration, historical: bool = False, by: Actor, at: datetime
) -> Order | None:
    """Invoice the bracket of last year's budget to who did not declare in time; the declaration corrects it later."""
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    lock_membership(declaration.membership.uuid)
    declaration = whole(Declaration.objects.filter(pk=declaration.pk)).get()
    check_provisional(declaration, on=localdate(at))
    if dues_lines(declaration.membership.uuid).exists():
        raise AlreadyInvoiced
    Declaration.objects.filter(pk=declaration.pk).update(provisional_at=at)
    log(declaration, "renewals.invoice-provisionally", by=by, at=at)
    return invoice_dues(declaration=declaration, historical=historical, by=by, at=at)


def check_provisional(declaration: Declaration, *, on: date) -> None:
    """Raise what stands against a provisional invoice of a declaration in hand."""
    if declaration.signed_at:
        raise DeclarationSigned
    if declaration.declined_at:
        raise RenewalDeclined
    if declaration.provisional_at:
        raise AlreadyInvoiced
    if declaration.due_on >= on:
        raise NotDueYet(due_on=declaration.due_on)
    if declaration.reference_cents is None:
        raise NoBudgetBefore


def _order(declaration: Declaration, *, historical: bool, by: Actor, at: datetime) -> Order:
    membership = declaration.membership
    order = place_order(
        lines=[Wanted(LineKind.DUES, membership.uuid)],
        payer=membership.organisation,
        by=by,
        at=at,
        on_account=True,
    )
    if not historical:
        _tell(order, membership.organisation_id, at=at)
    return order


def _tell(order: Order, organisation: int, *, at: datetime) -> None:
    """The invoice goes to those who answer for the organisation, besides whoever signed."""
    invoice = order.invoices.get()
    for person in answering([organisation], on=localdate(at)).get(organisation, []):
        if person.pk != order.placed_by_id:
            tell("invoice", about=invoice, to=person, at=at)


def _credit(declaration: Declaration, cents: int, *, by: Actor, at: datetime) -> None:
    """Credit the latest invoices first, until what is left is what is owed."""
    lines = dues_lines(declaration.membership.uuid).select_related("credit", "order").order_by("-pk")
    for line in lines:
        left = line.total_cents - (line.credit.credited_cents if hasattr(line, "credit") else 0)
        part = min(left, cents)
        if part:
            invoice = Invoice.objects.get(order=line.order)
            credit_invoice(invoice=invoice, lines=[Credited(line, part)], reason=LESS, by=by, at=at)
        cents -= part


def _without_dues(declaration: Declaration, *, by: Actor, at: datetime) -> None:
    """Nothing to pay in this bracket: a member to the end of the year."""
    membership = lock_membership(declaration.membership.uuid)
    dates = {"starts_on": membership.starts_on, "ends_on": membership.ends_on}
    if not ordered_cents(membership.uuid):
        activate_until(membership, lapse_day(**dates, grace_days=membership.year.grace_days), by=by, at=at)


def as_accounting(by: Actor) -> Actor:
    """The director's signature is the organisation's order: it is placed in their name, by accounting's right."""
    return replace(by, roles=frozenset({*by.roles, Role.ACCOUNTING}))
