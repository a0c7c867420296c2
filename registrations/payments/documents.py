"""The receipt of a payment: what came, how, for which invoices, what went back, what is left to pay that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from registrations.actors import Actor, Role
from registrations.association.queries import association
from registrations.dates import spelled_day
from registrations.errors import NotFound
from registrations.money import spelled
from registrations.orders.models import Invoice, Order
from registrations.payments.models import Payment, PaymentMethod, PaymentState, Receipt, Refund
from registrations.payments.queries import SHOWN_TO_BUYERS
from registrations.typeset import typeset

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "receipt.typ"


@dataclass(frozen=True, slots=True)
class Proof:
    """What one paper proves: payments that came together, and the cheque or transfer that they are parts of."""

    payments: Sequence[Payment]
    receipt: Receipt | None

    @property
    def first(self) -> Payment:
        return self.payments[0]

    @property
    def cents(self) -> int:
        return self.receipt.received_cents if self.receipt else self.first.captured_cents

    @property
    def received_on(self) -> date:
        return self.first.received_on or localdate(self.first.captured_at)


def proof_of_payment(payment: Payment) -> Proof:
    """Of this payment alone, even when it is a part of a cheque."""
    return Proof([payment], None)


def proof_of_receipt(receipt: Receipt) -> Proof | None:
    """Of the whole receipt; None while none of it pays anything."""
    rows = receipt.payments.filter(state=PaymentState.CAPTURED).select_related("order").order_by("pk")
    return Proof(found, receipt) if (found := list(rows)) else None


def proof_for(order: Order, uuid: UUID, *, to: Actor) -> Proof:
    """The paper of a payment of an order that the actor may see. Raises `NotFound`.

    A cheque for several invoices is one paper for its payer and for the team; whoever placed one of these orders for
    somebody else sees their own part.
    """
    payment = order.payments.select_related("order", "receipt").filter(uuid=uuid).first()
    if payment is None or not payment.has_paper:
        raise NotFound()
    receipt = payment.receipt
    if receipt and (receipt.organisation_id or is_whole_for(receipt, to)):
        return proof_of_receipt(receipt) or proof_of_payment(payment)
    return proof_of_payment(payment)


def is_whole_for(receipt: Receipt, to: Actor) -> bool:
    """Whether the actor paid all of it, or keeps the accounts."""
    mine = to.person is not None and to.person.pk == receipt.person_id
    return mine or to.has(Role.ACCOUNTING, Role.EVENT_LEAD)


def receipt_pdf(proof: Proof, *, at: datetime) -> bytes:
    """Never kept: it says what is left to pay at that instant. Never call it inside a transaction."""
    return typeset(TEMPLATE, receipt_data(proof, at=at), at=at)


def receipt_data(proof: Proof, *, at: datetime) -> dict[str, Any]:
    """What the template shows, in the language of the order."""
    language, seller = proof.first.order.language, association()
    with override(language):
        return {
            "language": language,
            "title": _("Receipt of payment"),
            "number": how_it_came(proof.first),
            "seller": {
                "name": seller.legal_name or seller.name,
                "address": seller.address,
                "contacts": [value for value in (seller.phone, seller.email) if value],
            },
            "buyer": _buyer(proof.first.order),
            "facts": _facts(proof, language),
            "columns": [_("Invoice"), _("Order no."), _("Invoice total"), _("Paid by this payment"), _("Left to pay")],
            "rows": [_row(payment, language) for payment in proof.payments],
            "sums": _sums(proof, language),
            "refunds_title": _("Given back of this payment"),
            "refunds": [_refund(refund, language) for refund in refunds_of(proof)],
            "notes": _notes(proof, language, on=localdate(at)),
            "footer": _("%(seller)s – Receipt of payment") % {"seller": seller.legal_name or seller.name},
            "words": {"received_from": _("Received from"), "particulars": _("Particulars"), "page": _("Page")},
        }


def how_it_came(payment: Payment) -> str:
    """ "Cheque no. 0042"; a card has no number that its owner knows."""
    if payment.method == PaymentMethod.CARD:
        return str(payment.get_method_display())
    return _("%(method)s no. %(reference)s") % {
        "method": payment.get_method_display(),
        "reference": payment.reference,
    }


def refunds_of(proof: Proof) -> list[Refund]:
    """What goes back, as buyers are told of it: the oldest first."""
    rows = Refund.objects.filter(payment__in=[payment.pk for payment in proof.payments], state__in=SHOWN_TO_BUYERS)
    return list(rows.order_by("pk"))


def _buyer(order: Order) -> dict[str, str]:
    """As the invoice says it, which is frozen; else by name alone."""
    invoice = order.invoices.order_by("pk").first()
    kept = invoice.buyer if invoice else {"name": str(order.payer)}
    return {"name": kept["name"], "address": kept.get("address", "")}


def _facts(proof: Proof, language: str) -> list[dict[str, str]]:
    facts = [
        (_("Received on"), _day(proof.received_on)),
        (_("How"), how_it_came(proof.first)),
        (_("Amount received"), spelled(proof.cents, language)),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def _row(payment: Payment, language: str) -> list[str]:
    invoice = Invoice.objects.select_related("balance").filter(order=payment.order_id).order_by("pk").first()
    used = "–" if payment.came_for_nothing else spelled(payment.captured_cents, language)
    if invoice is None:
        return ["–", payment.order.code, "–", used, "–"]
    left = spelled(max(invoice.balance.due_cents, 0), language)
    return [invoice.label, payment.order.code, spelled(invoice.total_cents, language), used, left]


def _sums(proof: Proof, language: str) -> list[dict[str, str]]:
    """The amount received, and what of it paid nothing."""
    receipt = proof.receipt
    idle = sum(payment.captured_cents for payment in proof.payments if payment.came_for_nothing)
    sums = [
        (_("Not needed: to be given back"), idle),
        (_("Kept on your account"), receipt.left_cents if receipt else 0),
        (_("Given back: not used"), receipt.returned_cents if receipt else 0),
    ]
    shown = [(label, cents) for label, cents in sums if cents] + [(_("Total received"), proof.cents)]
    return [{"label": label, "amount": spelled(cents, language)} for label, cents in shown]


def _refund(refund: Refund, language: str) -> dict[str, str]:
    day = refund.given_on or localdate(refund.ended_at or refund.asked_at)
    done = _("Given back on %(day)s") if refund.ended_at else _("On its way since %(day)s")
    return {
        "label": f"{done % {'day': _day(day)}} ({str(refund.get_method_display()).lower()}) – {refund.reason}",
        "amount": spelled(-refund.cents, language),
    }


def _notes(proof: Proof, language: str, *, on: date) -> list[str]:
    notes = [_("What is left to pay, and what was given back, is as of %(day)s.") % {"day": _day(on)}]
    if lost := sum(payment.lost_cents for payment in proof.payments):
        notes.append(
            _("%(amount)s of it was taken back by the bank of the card's holder.") % {"amount": spelled(lost, language)}
        )
    return [*notes, _("This paper is not an invoice: for your taxes, keep the invoice with it.")]


def _day(day: date) -> str:
    return spelled_day(day, get_language() or "fr", weekday=False)
