"""What payments say by mail."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.messages.registry import Mail, MailKind
from registrations.money import spelled
from registrations.orders.mails import order_address
from registrations.payments.models import Payment, PaymentMethod, RefundReason


def to_refund_mail(about: UUID, language: str) -> Mail | None:
    """Money came for nothing: say why, and that it will be given back."""
    payment = Payment.objects.select_related("order").filter(uuid=about, refund_due_cents__gt=0).first()
    if payment is None:
        return None
    reasons = {
        RefundReason.SEATS_GONE: _("Your payment came after the time to pay had passed, and the seats are taken."),
        RefundReason.CANCELLED: _("Your payment came after the order was cancelled."),
        RefundReason.PAID_TWICE: _("This order was paid already: your second payment was not needed."),
    }
    amount = spelled(payment.refund_due_cents, language)
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


MAIL_KINDS = {"payment-to-refund": MailKind(gettext_lazy("Payment to refund"), to_refund_mail)}
