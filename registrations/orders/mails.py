"""What orders and invoices say by mail."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.messages.registry import Attachment, Mail, MailKind
from registrations.money import spelled
from registrations.orders.documents import credit_note_pdf, invoice_pdf
from registrations.orders.models import CancellationRequest, CreditNote, Invoice, LineKind, Order
from registrations.orders.supply import undecided


def order_address(order: Order) -> str:
    """The absolute address of an order's page."""
    return f"{settings.SITE_URL}/commandes/{order.code}/"


def invoice_mail(about: UUID, language: str) -> Mail | None:
    """The invoice with its paper: a receipt when the card was charged, a bill when the order is on account."""
    invoice = Invoice.objects.select_related("order").filter(uuid=about).first()
    if invoice is None:
        return None
    number, total = {"number": invoice.label}, spelled(invoice.total_cents, language)
    facts = [(_("Order no."), invoice.order.code), (_("Total"), total)]
    if invoice.order.on_account:
        subject = _("Invoice %(number)s: to be paid") % number
        text = _("The order is confirmed. Its invoice is attached, in your organisation's name.")
        facts.append((_("Due date"), date_format(invoice.due_on, "DATE_FORMAT")))
    else:
        subject = _("Payment received: invoice %(number)s") % number
        text = _(
            "Thank you: your payment was received. The invoice attached says that it is paid; a receipt of payment is"
            " on the page of the order."
        )
    return Mail(
        subject=subject,
        paragraphs=[text],
        facts=facts,
        action=(_("See the order"), order_address(invoice.order)),
        reason=_("You receive this message because you placed this order."),
        attachments=[Attachment(f"{invoice.label}.pdf", invoice_pdf(invoice), "application/pdf")],
    )


def expired_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """The payment did not come in time and the seats are free again."""
    order = Order.objects.filter(uuid=about, state="expired").first()
    if order is None:
        return None
    return Mail(
        subject=_("Your order %(code)s has expired") % {"code": order.code},
        paragraphs=[
            _("The payment did not come in time, so the seats are free again. Nothing was charged."),
            _("If you still wish to come, place the order again: it takes a minute."),
        ],
        facts=[(line.description, str(line.quantity)) for line in order.lines.all()],
        action=(_("See the order"), order_address(order)),
        reason=_("You receive this message because you placed this order."),
    )


def withdrawn_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """What was ordered will not take place; nothing was charged."""
    order = Order.objects.filter(uuid=about, state="cancelled").first()
    if order is None:
        return None
    return Mail(
        subject=_("Your order %(code)s is cancelled") % {"code": order.code},
        paragraphs=[
            _("We are sorry: what you ordered will not take place as planned. Your order is cancelled."),
            _("Nothing was charged and you have nothing to do. If it held something else, order it again."),
        ],
        facts=[(line.description, str(line.quantity)) for line in order.lines.all()],
        action=(_("See the order"), order_address(order)),
        reason=_("You receive this message because you placed this order."),
    )


def answered_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """What accounting answers to whoever asked to cancel an order."""
    request = CancellationRequest.objects.select_related("order").filter(uuid=about, answered_at__isnull=False).first()
    if request is None:
        return None
    return Mail(
        subject=_("Your request to cancel the order %(code)s") % {"code": request.order.code},
        paragraphs=[_("Accounting has answered your request:"), request.answer],
        facts=[(_("Order no."), request.order.code)],
        action=(_("See the order"), order_address(request.order)),
        reason=_("You receive this message because you asked for this cancellation."),
    )


def credit_note_mail(about: UUID, language: str) -> Mail | None:
    """The credit note with its paper, and what is left to pay."""
    note = CreditNote.objects.select_related("invoice__order", "invoice__balance").filter(uuid=about).first()
    if note is None:
        return None
    due = note.invoice.balance.due_cents
    rest = _("Nothing is owed on this invoice any more.") if due <= 0 else _("The rest of the invoice is to be paid.")
    facts = [
        (_("Invoice"), note.invoice.label),
        (_("Credited"), spelled(note.total_cents, language)),
        (_("Amount due"), spelled(max(due, 0), language)),
    ]
    return Mail(
        subject=_("Credit note %(number)s on invoice %(invoice)s")
        % {"number": note.label, "invoice": note.invoice.label},
        paragraphs=[_("Reason: %(reason)s") % {"reason": note.reason}, rest],
        facts=facts,
        action=(_("See the order"), order_address(note.invoice.order)),
        reason=_("You receive this message because you placed this order."),
        attachments=[Attachment(f"{note.label}.pdf", credit_note_pdf(note), "application/pdf")],
    )


def undecided_mail(_about: UUID, _language: str) -> Mail | None:
    """To accounting: what nobody can buy, and where to decide."""
    kinds = undecided()
    if not kinds:
        return None
    return Mail(
        subject=_("Sales are stopped until you decide their taxes"),
        paragraphs=[
            _("Nothing is assumed about taxes: what follows is not sold until you say whether it is taxable."),
            _("It takes a minute. Orders already placed keep their taxes."),
        ],
        facts=[(str(LineKind(kind).label), _("Not decided: not sold")) for kind in kinds],
        action=(_("Decide"), f"{settings.SITE_URL}{reverse('profils-de-taxes:index')}"),
        reason=_("You receive this message because you keep the association's accounts."),
    )


MAIL_KINDS = {
    "cancellation-answered": MailKind(gettext_lazy("Answer to a request to cancel"), answered_mail),
    "credit-note": MailKind(gettext_lazy("Credit note"), credit_note_mail),
    "invoice": MailKind(gettext_lazy("Invoice"), invoice_mail),
    "order-withdrawn": MailKind(gettext_lazy("Order withdrawn"), withdrawn_mail),
    "taxes-undecided": MailKind(gettext_lazy("Taxes to decide"), undecided_mail),
    "order-expired": MailKind(gettext_lazy("Order expired"), expired_mail),
}
