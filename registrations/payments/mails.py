"""What payments say by mail."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.dates import spelled_instant
from registrations.messages.registry import Attachment, Mail, MailKind
from registrations.money import spelled
from registrations.orders.mails import order_address
from registrations.payments.documents import (
    Proof,
    how_it_came,
    proof_of_payment,
    proof_of_receipt,
    receipt_pdf,
)
from registrations.payments.models import (
    Dispute,
    DisputeState,
    Payment,
    PaymentMethod,
    PaymentState,
    Receipt,
    Refund,
    RefundReason,
    RefundState,
)

MOST_NAMED = 20
"""Orders named in the message itself; the paper names them all."""


def to_refund_mail(about: UUID, language: str) -> Mail | None:
    """Money came for nothing: say why, and that it will be given back."""
    payment = Payment.objects.select_related("order").filter(uuid=about).exclude(refund_reason="").first()
    if payment is None or payment.state != PaymentState.CAPTURED:
        return None
    reasons = {
        RefundReason.SEATS_GONE: _("Your payment came after the time to pay had passed, and the seats are taken."),
        RefundReason.CANCELLED: _("Your payment came after the order was cancelled."),
        RefundReason.PAID_TWICE: _("This order was paid already: your second payment was not needed."),
    }
    amount = spelled(payment.captured_cents, language)
    by_card = _("You have nothing to do: %(amount)s will be given back to the card that was charged.")
    by_hand = _("You have nothing to do: the team will write to you to give back %(amount)s.")
    return Mail(
        subject=_("We will refund you %(amount)s") % {"amount": amount},
        paragraphs=[
            reasons[RefundReason(payment.refund_reason)],
            (by_card if payment.method == PaymentMethod.CARD else by_hand) % {"amount": amount},
        ],
        facts=[(_("Order no."), payment.order.code), (_("To refund"), amount)],
        action=(_("See the order"), order_address(payment.order)),
        reason=_("You receive this message because you placed this order."),
    )


def refund_sent_mail(about: UUID, language: str) -> Mail | None:
    """The money went back: how, why, and when to expect it."""
    refund = Refund.objects.select_related("payment__order", "credit_note").filter(uuid=about).first()
    if refund is None or refund.state != RefundState.CONFIRMED:
        return None
    order, amount = refund.payment.order, spelled(refund.cents, language)
    facts = [(_("Order no."), order.code), (_("Given back"), amount), (_("Reason"), refund.reason)]
    if refund.credit_note:
        facts.append((_("Credit note"), refund.credit_note.label))
    return Mail(
        subject=_("%(amount)s given back to you") % {"amount": amount},
        paragraphs=[_way(refund), _("You have nothing to do: keep this message with your papers.")],
        facts=facts,
        action=(_("See the order"), order_address(order)),
        reason=_("You receive this message because you placed this order."),
    )


def _way(refund: Refund) -> str:
    if refund.method == PaymentMethod.CARD:
        return _("We gave the amount back to the card that was charged. Banks show it within five to ten working days.")
    return _("We gave the amount back on %(day)s: %(method)s, no. %(reference)s.") % {
        "day": date_format(refund.given_on, "DATE_FORMAT") if refund.given_on else "",
        "method": refund.get_method_display().lower(),
        "reference": refund.reference,
    }


def refund_failed_mail(about: UUID, language: str) -> Mail | None:
    """To accounting: the bank or the provider sent a refund back; what to do."""
    refund = Refund.objects.select_related("payment__order").filter(uuid=about).first()
    if refund is None or refund.state != RefundState.FAILED:
        return None
    amount, code = spelled(refund.cents, language), refund.payment.order.code
    return Mail(
        subject=_("A refund of %(amount)s failed (order %(code)s)") % {"amount": amount, "code": code},
        paragraphs=[
            _("The money did not reach the buyer: it is on the order again, as paid in excess or to be given back."),
            _("Ask for it again, or give it back by cheque or by transfer and record how on the page of the refund."),
        ],
        facts=[(_("Order no."), code), (_("Amount"), amount), (_("What Stripe said"), refund.error)],
        action=(_("See the refund"), f"{settings.SITE_URL}{reverse('remboursements:inspect', args=[refund.pk])}"),
        reason=_("You receive this message because you do the association's accounting."),
    )


def dispute_opened_mail(about: UUID, language: str) -> Mail | None:
    """To accounting: somebody contests a payment; until when to answer."""
    dispute = Dispute.objects.select_related("payment__order").filter(uuid=about).first()
    if dispute is None or dispute.state != DisputeState.OPEN:
        return None
    amount, code = spelled(dispute.cents, language), dispute.payment.order.code
    facts = [(_("Order no."), code), (_("Amount"), amount)]
    if dispute.respond_by:
        facts.append((_("To answer before"), spelled_instant(dispute.respond_by, language)))
    return Mail(
        subject=_("A payment of %(amount)s is contested (order %(code)s)") % {"amount": amount, "code": code},
        paragraphs=[
            _("The holder of the card contests the payment at their bank, which decides after what we answer."),
            _(
                "Answer in Stripe, with the invoice and the proof that the person came. Without an answer in time, the"
                " money is lost. Give nothing back here meanwhile: it would go twice."
            ),
        ],
        facts=facts,
        action=(_("See the dispute"), f"{settings.SITE_URL}{reverse('contestations:inspect', args=[dispute.pk])}"),
        reason=_("You receive this message because you do the association's accounting."),
    )


def receipt_mail(about: UUID, language: str) -> Mail | None:
    """Money came for invoices sent before: one paper for the cheque or the card, whatever it pays."""
    proof = _proof(about)
    if proof is None:
        return None
    amount, order = spelled(proof.cents, language), proof.first.order
    facts = [(_("Amount received"), amount), (_("How"), how_it_came(proof.first))]
    facts += [(_("Order no."), payment.order.code) for payment in proof.payments[:MOST_NAMED]]
    return Mail(
        subject=_("Payment received: %(amount)s") % {"amount": amount},
        paragraphs=[
            _("Thank you: your payment was received. The receipt attached says what it paid, and what is left to pay."),
        ],
        facts=facts,
        action=(_("See the order"), order_address(order)),
        reason=_("You receive this message because you placed this order."),
        attachments=[
            Attachment(f"recu-{order.code}.pdf", receipt_pdf(proof, at=timezone.now()), "application/pdf"),
        ],
    )


def _proof(about: UUID) -> Proof | None:
    """Of a whole receipt, or of one payment; none of what was taken back since."""
    receipt = Receipt.objects.filter(uuid=about).first()
    if receipt:
        return proof_of_receipt(receipt)
    payment = Payment.objects.select_related("order").filter(uuid=about).first()
    return proof_of_payment(payment) if payment and payment.has_paper else None


MAIL_KINDS = {
    "payment-receipt": MailKind(gettext_lazy("Receipt of payment"), receipt_mail),
    "payment-to-refund": MailKind(gettext_lazy("Payment to refund"), to_refund_mail),
    "refund-sent": MailKind(gettext_lazy("Money given back"), refund_sent_mail),
    "refund-failed": MailKind(gettext_lazy("Refund failed"), refund_failed_mail),
    "dispute-opened": MailKind(gettext_lazy("Payment contested"), dispute_opened_mail),
}
