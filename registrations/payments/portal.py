"""The portal's pages of orders: read, pay, cancel, and the invoice."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from registrations.association.queries import association
from registrations.errors import DomainError, Forbidden, NotFound
from registrations.orders.actions import ask_cancellation, cancel_order
from registrations.orders.documents import credit_note_pdf, invoice_pdf
from registrations.orders.forms import CancellationForm, OrderFilterForm
from registrations.orders.models import Order
from registrations.orders.queries import credit_note_of, invoice_of, orders_sought, payers_of, visible_order
from registrations.orders.rules import payable
from registrations.payments.documents import proof_for, receipt_pdf
from registrations.payments.jobs import refresh_order, start_checkout
from registrations.payments.queries import awaits_provider, situation
from registrations.people.requests import actor

PER_PAGE = 25
get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My orders and those of the organisations that I keep: what is owed first."""
    me, on = actor(request), timezone.localdate()
    filters = OrderFilterForm(request.GET or None, payers=payers_of(me, on=on))
    page = Paginator(orders_sought(me, filters.sought(), on=on), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/orders/mine.html", {"orders": page, "page": page, "filters": filters, "today": on})


@login_required
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Where the order stands, what it holds, what to do next."""
    return _page(request, _order(request, code))


@login_required
@get_and_post
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is paid and how much; the button opens the provider's page for this amount and no other."""
    found = _order(request, code)
    shown = situation(found, by=actor(request), at=timezone.now())
    if not shown.may_pay:
        over = shown.is_overdue or not payable(state=found.state, total_cents=shown.due_cents)
        return _page(request, found, None if over else Forbidden(), status=409)  # one that is over says so itself
    agreed = request.POST.get("cents", "") in {"", str(shown.due_cents)}
    if request.method != "POST" or not agreed:
        context = {"order": found, "situation": shown, "has_changed": not agreed}
        return render(request, "portal/orders/pay.html", context, status=200 if agreed else 409)
    try:
        return redirect(start_checkout(order=found, by=actor(request), at=timezone.now()))
    except DomainError as refusal:
        return _page(request, found, refusal)


@login_required
@require_safe
def back(request: HttpRequest, code: str) -> HttpResponse:
    """Back from the provider's page: say what is known, and look again by itself while the payment is on its way."""
    found = _order(request, code)
    refresh_order(order=found, at=timezone.now())
    found = _order(request, code)
    if found.state == "placed" and awaits_provider(found):
        return render(request, "portal/orders/pending.html", {"order": found})
    if found.state == "settled":
        messages.success(request, _("Payment received: thank you. The invoice is sent to you by e-mail."))
    return redirect("orders:order", found.code)


@login_required
@get_and_post
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once, then give the seats back."""
    found = _order(request, code)
    if request.method != "POST":
        return render(request, "portal/orders/cancel.html", {"order": found})
    try:
        cancel_order(order=found, by=actor(request), at=timezone.now())
    except DomainError as refusal:
        return _page(request, found, refusal)
    messages.success(request, _("The order is cancelled and nothing was charged."))
    return redirect("orders:order", found.code)


@login_required
@require_safe
def invoice(request: HttpRequest, code: str) -> HttpResponse:
    """The invoice's paper."""
    try:
        found = invoice_of(_order(request, code))
    except NotFound as refusal:
        raise Http404(str(refusal)) from refusal
    headers = {"Content-Disposition": f'inline; filename="{found.label}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(invoice_pdf(found), content_type="application/pdf", headers=headers)


@login_required
@require_safe
def receipt(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """The receipt of a payment, as things stand now."""
    try:
        proof = proof_for(_order(request, code), uuid, to=actor(request))
    except NotFound as refusal:
        raise Http404(str(refusal)) from refusal
    headers = {"Content-Disposition": f'inline; filename="recu-{code}.pdf"', "Cache-Control": "private, no-store"}
    paper = receipt_pdf(proof, at=timezone.now())
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@login_required
@get_and_post
def ask_cancellation_of(request: HttpRequest, code: str) -> HttpResponse:
    """Ask accounting to cancel what is paid or invoiced."""
    found = _order(request, code)
    form = CancellationForm(request.POST or None)
    form.is_bound = request.method == "POST"
    if not form.is_bound or not form.is_valid():
        context = {"order": found, "form": form}
        return render(request, "portal/orders/ask.html", context, status=409 if form.errors else 200)
    try:
        ask_cancellation(order=found, reason=form.cleaned_data["reason"], by=actor(request), at=timezone.now())
    except DomainError as refusal:
        return _page(request, found, refusal)
    messages.success(request, _("Accounting has your request and answers you by e-mail."))
    return redirect("orders:order", found.code)


def _order(request: HttpRequest, code: str) -> Order:
    try:
        return visible_order(code, to=actor(request), on=timezone.localdate())
    except NotFound as refusal:
        raise Http404(str(refusal)) from refusal


def _page(request: HttpRequest, order: Order, refusal: DomainError | None = None, *, status: int = 200) -> HttpResponse:
    context = {"order": order, "situation": situation(order, by=actor(request), at=timezone.now()), "refusal": refusal}
    ours, language = association(), get_language() or "fr"
    context |= {"association": ours, "today": timezone.localdate(), "how_to_pay": ours.how_to_pay(language)}
    return render(request, "portal/orders/order.html", context, status=409 if refusal else status)


@login_required
@require_safe
def credit_note(request: HttpRequest, number: str) -> HttpResponse:
    """The paper of a credit note, for whoever may see its order."""
    try:
        found = credit_note_of(number, to=actor(request), on=timezone.localdate())
    except NotFound as refusal:
        raise Http404(str(refusal)) from refusal
    headers = {"Content-Disposition": f'inline; filename="{found.label}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(credit_note_pdf(found), content_type="application/pdf", headers=headers)
